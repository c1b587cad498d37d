package org.reins.launch.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.reins.filter.qp.DualActiveSetSolver;

/** A node in a process of its own, with its log and its report in a folder. */
public final class NodeProcess implements AutoCloseable {
  /**
   * Of every JVM that is a node: a fixed heap and the simplest collector, for the control thread
   * allocates nothing, so it hardly ever runs; without memory the process ends. The scripts that
   * start nodes have the same.
   */
  public static final List<String> FLAGS =
      List.of(
          "-Xms96m",
          "-Xmx96m",
          "-Xmn56m",
          "-XX:+UseSerialGC",
          "-XX:+AlwaysPreTouch",
          "-XX:+ExitOnOutOfMemoryError",
          // By default the virtual machine stops all threads once a second to tidy up, and waits
          // for the slowest of them.
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:GuaranteedSafepointInterval=0");

  /** The main class of the command line. */
  static final String MAIN = "org.reins.launch.Main";

  /** What coming to rest and writing the report may take, on a machine that is busy. */
  private static final Duration REPORTING = Duration.ofSeconds(30);

  /** What tearing down the middleware may take behind that. */
  private static final Duration LEAVING = Duration.ofSeconds(5);

  private final String name;
  private final Path folder;
  private final Process process;
  private final Thread reader;
  private final Duration leaving;
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
    this(name, folder, command(name, folder, domain, arguments), LEAVING);
  }

  /** Starts any command. */
  NodeProcess(String name, Path folder, List<String> command, Duration leaving) throws IOException {
    this.name = name;
    this.folder = folder;
    this.leaving = leaving;
    Files.createDirectories(folder);
    process =
        new ProcessBuilder(command).redirectError(folder.resolve(name + ".log").toFile()).start();
    reader = new Thread(this::readOutput, "output of " + name);
    reader.setDaemon(true);
    reader.start();
  }

  public static List<String> command(String name, Path folder, int domain, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.add("-Djava.awt.headless=true");
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
      command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
      command.addAll(List.of("-XX:CompileCommand=quiet", DualActiveSetSolver.VECTOR_FLAG));
    }
    command.add("-Duser.home=" + System.getProperty("user.home"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN, "node"));
    command.addAll(List.of("--domain", Integer.toString(domain)));
    command.addAll(List.of("--report", report(name, folder).toString()));
    command.add(name);
    command.addAll(arguments);
    return command;
  }

  /** Where its report goes. */
  public Path report() {
    return report(name, folder);
  }

  private static Path report(String name, Path folder) {
    return folder.resolve(name + ".json");
  }

  /** The last line of progress it printed, or empty. */
  public String lastProgress() {
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

  public int exitValue() {
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

  public String name() {
    return name;
  }

  /** Tells it to end. */
  public void tellToEnd() {
    // Not that of the process, which would close its output too, where it says that it is done.
    process.toHandle().destroy();
  }

  /**
   * Tells it to end and waits until it has reported and gone; one that does neither in time is
   * killed.
   */
  @Override
  public void close() {
    tellToEnd();
    try {
      long until = System.nanoTime() + REPORTING.toNanos();
      boolean gone = false;
      while (!done && !gone && System.nanoTime() - until < 0) {
        gone = process.waitFor(20, TimeUnit.MILLISECONDS);
      }
      if (!process.waitFor(leaving.toMillis(), TimeUnit.MILLISECONDS)) {
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
