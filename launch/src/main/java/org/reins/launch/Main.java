package org.reins.launch;

import java.io.PrintStream;
import java.util.List;
import java.util.function.IntSupplier;
import org.reins.node.NodeFaults;
import org.reins.node.ProcessEnd;
import org.reins.node.arguments.ArgumentException;
import org.reins.node.arguments.RosArguments;
import org.reins.robot.OneLine;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code reins} command. */
@Command(
    name = "reins",
    description = "Lets a learned policy drive a real robot, and holds the reins.",
    mixinStandardHelpOptions = true,
    version = "reins 0.1.0-SNAPSHOT",
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      SimCommand.class,
      CollectCommand.class,
      DataCommand.class,
      TrainCommand.class,
      CalibrateCommand.class,
      CertifyCommand.class,
      ScoreCommand.class,
      TrainPolicyCommand.class,
      RobotsCommand.class,
      ExplainCommand.class,
      ParamsCommand.class,
      ExperimentCommand.class,
      GymCommand.class,
      GazeboCommand.class,
      org.reins.launch.fuzz.FuzzCommand.class,
      org.reins.launch.bench.BenchCommand.class,
      NodeCommand.class
    })
public final class Main implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
  private final RosArguments rosArguments;
  private final boolean ownProcess;

  private Main(RosArguments rosArguments, boolean ownProcess) {
    this.rosArguments = rosArguments;
    this.ownProcess = ownProcess;
  }

  /**
   * Makes any thread that ends by an exception end this process, in one sentence; for commands that
   * are a node. Where the process is not our own, as in tests, it does nothing.
   *
   * @return what ends the process after a fault of a node
   */
  NodeFaults.NodeEnd guardProcess() {
    if (!ownProcess) {
      return NodeFaults.NodeEnd.NONE;
    }
    ProcessEnd end = new ProcessEnd();
    Thread.setDefaultUncaughtExceptionHandler(
        new NodeFaults(sentence -> System.err.println("reins: " + sentence), end));
    return end;
  }

  /** What stood behind {@code --ros-args}. */
  RosArguments rosArguments() {
    return rosArguments;
  }

  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }

  /** Runs the command line and exits with its status: 0 done, 1 failed, 2 bad input. */
  public static void main(String[] args) {
    System.exit(execute(true, args));
  }

  /** Runs the command line and returns its exit status. */
  static int execute(String... args) {
    return execute(false, args);
  }

  private static int execute(boolean ownProcess, String... args) {
    return guarded(() -> executed(ownProcess, args), System.err);
  }

  /** Runs a command; what would end the virtual machine without a word ends in a sentence. */
  static int guarded(IntSupplier command, PrintStream err) {
    try {
      return command.getAsInt();
    } catch (StackOverflowError e) {
      err.println(
          "reins: the stack is not deep enough: a file may nest without end, check those that were"
              + " named");
    } catch (OutOfMemoryError e) {
      err.println(
          "reins: the memory is not enough ("
              + OneLine.reason(e)
              + "): Java may take "
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MiB; check the files that were named, or give more by"
              + " JAVA_TOOL_OPTIONS=-Xmx8g");
    } catch (Error e) {
      err.println("reins: this installation cannot do that: " + OneLine.of(e));
      // As for other exceptions that are not ours: show where it came from.
      e.printStackTrace(err);
    }
    return 1;
  }

  private static int executed(boolean ownProcess, String... args) {
    RosArguments ros;
    try {
      ros = RosArguments.parse(List.of(args));
    } catch (ArgumentException e) {
      System.err.println("reins: " + e.getMessage());
      return 2;
    }
    return new CommandLine(new Main(ros, ownProcess))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(
            (e, given) -> {
              e.getCommandLine().getErr().println("reins: " + e.getMessage());
              e.getCommandLine()
                  .getErr()
                  .println("Try 'reins " + path(e.getCommandLine()) + "--help'.");
              return 2;
            })
        .setExecutionExceptionHandler(
            (e, commandLine, parsed) -> {
              commandLine
                  .getErr()
                  .println("reins: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
              if (isOurs(e)) {
                return 2;
              }
              // Not one of the sentences written for people: show where it came from.
              e.printStackTrace(commandLine.getErr());
              return 1;
            })
        .execute(ros.others().toArray(String[]::new));
  }

  private static String path(CommandLine commandLine) {
    String name = commandLine.getCommandSpec().qualifiedName();
    int space = name.indexOf(' ');
    return space < 0 ? "" : name.substring(space + 1) + " ";
  }

  private static boolean isOurs(Exception e) {
    return e instanceof IllegalArgumentException
        || e instanceof java.io.IOException
        || e.getClass().getPackageName().startsWith("org.reins");
  }
}
