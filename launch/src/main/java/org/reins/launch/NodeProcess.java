package org.reins.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A node in a process of its own, with its log and its report in a folder. */
public final class NodeProcess implements AutoCloseable {
  private final String name;
  private final Path folder;
  private final Process process;
  private final Thread reader;
  private volatile String lastProgress = "";
  private volatile boolean done;

  /**
   * Starts a node.
   *
   * @param folder for its log and report
   * @param arguments behind {@code reins node}: options of the group first, then the node's name
   *     and its own options
   */
  public NodeProcess(String name, Path folder, int domain, List<String> arguments)
      throws IOException {
    this.name = name;
    this.folder = folder;
    Files.createDirectories(folder);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // A fixed heap and the simplest collector: the control thread allocates nothing, so it hardly
    // ever runs.
    command.addAll(List.of("-Xms96m", "-Xmx96m", "-XX:+UseSerialGC", "-XX:+AlwaysPreTouch"));
    command.addAll(List.of("-XX:+ExitOnOutOfMemoryError", "-Djava.awt.headless=true"));
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
      command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    }
    command.add("-Duser.home=" + System.getProperty("user.home"));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "node"));
    command.addAll(List.of("--domain", Integer.toString(domain)));
    command.addAll(List.of("--report", report().toString()));
    command.add(name);
    command.addAll(arguments);
    process =
        new ProcessBuilder(command).redirectError(folder.resolve(name + ".log").toFile()).start();
    reader = new Thread(this::readOutput, "output of " + name);
    reader.setDaemon(true);
    reader.start();
  }

  /** Where its report goes. */
  public Path report() {
    return folder.resolve(name + ".json");
  }

  /** The last line of progress it printed, or empty. */
  String lastProgress() {
    return lastProgress;
  }

  /**
   * Whether it said that its report is complete; tearing down the middleware behind that may take
   * its time.
   */
  public boolean isDone() {
    return done;
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  int exitValue() {
    return process.exitValue();
  }

  /** What it wrote to standard error, for a message. */
  public String log() {
    try {
      String text = Files.readString(folder.resolve(name + ".log")).strip();
      return text.length() > 2000 ? text.substring(text.length() - 2000) : text;
    } catch (IOException e) {
      return "";
    }
  }

  String name() {
    return name;
  }

  /** Tells it to end. */
  public void tellToEnd() {
    process.destroy();
  }

  /** Tells it to end and waits; one that does not listen is killed. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void readOutput() {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = in.readLine();
      while (line != null) {
        if (line.startsWith("PROGRESS ")) {
          lastProgress = line.substring(9);
        } else if (line.equals("DONE")) {
          done = true;
        }
        line = in.readLine();
      }
    } catch (IOException e) {
      lastProgress = "";
    }
  }
}
