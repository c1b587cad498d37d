package org.reins.node.assembly;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.reins.node.page.PageOptions;

/**
 * The page of {@code run} in a process of its own, so that neither its garbage nor its faults can
 * delay the control loop. It ends with this process, whatever ends this one.
 */
final class PageProcess implements AutoCloseable {
  private static final long ENDING_S = 2;

  private final Process process;

  private PageProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts the page if one is wanted.
   *
   * @param robot name or file
   * @param filter full name of the filter's node
   * @return null if none is wanted or it cannot be started; the robot works without it
   */
  static PageProcess start(PageOptions options, String robot, int domain, String filter) {
    if (!options.isWanted(false)) {
      return null;
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-Djava.awt.headless=true", "-Dfile.encoding=UTF-8"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(NodeMain.class.getName(), "node", "--robot", robot));
    command.addAll(List.of("--domain", Integer.toString(domain), "page"));
    command.addAll(List.of("--port", Integer.toString(options.port()), "--filter", filter));
    options.origins().forEach(o -> command.addAll(List.of("--foxglove-origin", o)));
    command.add("--until-input-ends");
    try {
      return new PageProcess(
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
    } catch (IOException e) {
      System.err.println("reins: the page was not started: " + e.getMessage());
      return null;
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(ENDING_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
