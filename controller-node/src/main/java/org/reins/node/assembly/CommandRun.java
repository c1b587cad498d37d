package org.reins.node.assembly;

import java.io.PrintStream;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.reins.node.arguments.ArgumentException;
import org.reins.node.arguments.RosArguments;
import org.reins.node.process.InputWatch;
import org.reins.node.process.NodeFaults;
import org.reins.node.process.ProcessEnd;
import org.reins.node.process.StopSignals;
import org.reins.robot.OneLine;
import org.reins.robot.ReinsException;
import picocli.CommandLine;

/**
 * Runs a command line. The arguments of ROS 2 are removed first. Every failure is reported in one
 * sentence and a status: 0 for success, 1 for failure, 2 for bad input.
 */
public final class CommandRun {
  private CommandRun() {}

  /**
   * Runs a command line.
   *
   * @param commands makes the commands, given the arguments after {@code --ros-args}
   * @param arguments as given to {@code main}
   * @return the exit status
   */
  public static int run(Function<RosArguments, CommandLine> commands, String... arguments) {
    InputWatch.start();
    return guarded(() -> executed(commands, arguments), System.err);
  }

  /**
   * The handler that ends this process after a fault of a node. From now on, any thread that ends
   * with an exception also ends the process, and Ctrl-C and SIGTERM end it with status 0.
   */
  public static NodeFaults.NodeEnd guardProcess() {
    StopSignals.endCleanly();
    ProcessEnd end = new ProcessEnd();
    Thread.setDefaultUncaughtExceptionHandler(
        new NodeFaults(sentence -> System.err.println("reins: " + sentence), end));
    return end;
  }

  /** Runs a command. Errors that would end the virtual machine silently are reported. */
  public static int guarded(IntSupplier command, PrintStream err) {
    try {
      return command.getAsInt();
    } catch (StackOverflowError e) {
      err.println(
          "reins: the stack overflowed: a file may be nested too deeply, check the files that were"
              + " named");
    } catch (OutOfMemoryError e) {
      err.println(
          "reins: not enough memory ("
              + OneLine.reason(e)
              + "): Java may use "
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MiB; check the files that were named, or allow more with"
              + " JAVA_TOOL_OPTIONS=-Xmx8g");
    } catch (Error e) {
      err.println("reins: this installation cannot do that: " + OneLine.of(e));
      // As for other exceptions from outside Reins: show the origin.
      e.printStackTrace(err);
    }
    return 1;
  }

  private static int executed(Function<RosArguments, CommandLine> commands, String... arguments) {
    RosArguments ros;
    try {
      ros = RosArguments.parse(List.of(arguments));
    } catch (ArgumentException e) {
      System.err.println("reins: " + e.getMessage());
      return 2;
    }
    return commands
        .apply(ros)
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
              if (isForPeople(e)) {
                return 2;
              }
              // This is not a message for the user: show the origin.
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

  private static boolean isForPeople(Exception e) {
    return e instanceof ReinsException
        || e instanceof java.io.IOException
        || e instanceof IllegalArgumentException && isOurs(e);
  }

  /** Whether our own code refused a value, with a sentence; a library's refusal is no sentence. */
  private static boolean isOurs(Exception e) {
    StackTraceElement[] trace = e.getStackTrace();
    return e.getMessage() != null
        && trace.length > 0
        && trace[0].getClassName().startsWith("org.reins.");
  }
}
