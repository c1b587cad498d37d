package org.reins.launch.process;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.reins.filter.qp.DualActiveSetSolver;
import org.reins.node.process.InputWatch;
import org.reins.node.ros.RosEnvironment;
import org.reins.node.watchdog.WatchdogMain;

/**
 * A node in a separate process, with its log and its report in a folder. It sees and is seen by
 * nodes of this machine only, whatever the environment says. It ends when this process ends,
 * however that happens.
 */
public final class NodeProcess implements AutoCloseable {
  /**
   * Options of every JVM that is a node: a fixed heap and the simplest collector, because the
   * control thread allocates nothing and the collector hardly ever runs; out of memory ends the
   * process. The scripts that start nodes use the same options.
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

  /** Time for coming to rest and writing the report, on a busy machine. */
  private static final Duration REPORTING = Duration.ofSeconds(30);

  /** Time for closing the middleware after that. */
  private static final Duration LEAVING = Duration.ofSeconds(5);

  private final String name;
  private final Path folder;
  private final Process process;
  private final Thread reader;
  private final Duration leaving;
  private volatile String lastProgress = "";
  private volatile boolean done;
  private volatile boolean ready;

  /**
   * Starts a node.
   *
   * @param folder for its log and report
   * @param arguments after {@code reins node}: options of the group first, then the node's name and
   *     its own options
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
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(folder.resolve(name + ".log").toFile());
    builder.environment().putAll(RosEnvironment.local(0).variables());
    process = builder.start();
    reader = new Thread(this::readOutput, "output of " + name);
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts the watchdog, which is no node: with its own flags, and only the libraries it needs.
   *
   * @param arguments of the watchdog
   */
  public static NodeProcess watchdog(Path folder, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(WatchdogMain.FLAGS);
    command.add(InputWatch.FLAG);
    command.addAll(List.of("-cp", watchdogPath(), WatchdogMain.class.getName()));
    command.addAll(arguments);
    return new NodeProcess("watchdog", folder, command, LEAVING);
  }

  private static String watchdogPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(NodeProcess::isOfWatchdog)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean isOfWatchdog(String entry) {
    return entry.contains("hardware-configs")
        || entry.contains("controller-node")
        || Path.of(entry).getFileName().toString().matches("(jna|snakeyaml-engine|ejml-.*)-.*jar");
  }

  public static List<String> command(String name, Path folder, int domain, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.add(InputWatch.FLAG);
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

  /** The path of its report. */
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
   * Whether it has announced that its report is complete; closing the middleware after that may
   * take longer.
   */
  public boolean isDone() {
    return done;
  }

  /** Whether it is running. */
  public boolean isAlive() {
    return process.isAlive();
  }

  public int exitValue() {
    return process.exitValue();
  }

  /** Its output on standard error, for a message. */
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

  /** Its process id, for signals. */
  public long pid() {
    return process.pid();
  }

  /** Whether it has announced that it runs. */
  public boolean isReady() {
    return ready;
  }

  /** Requests its end. */
  public void tellToEnd() {
    // Not the process's own destroy: that would close its output too, on which it reports
    // completion.
    process.toHandle().destroy();
  }

  /**
   * Requests its end and waits until it has reported and exited; if it does not in time, it is
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
        } else if (line.equals("READY")) {
          ready = true;
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
