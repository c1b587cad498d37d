package org.reins.node.assembly;

import org.reins.node.arguments.RosArguments;
import org.reins.node.process.NodeFaults;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Starts the nodes that run with a robot: the filter, the planner and the policy. Its class path
 * has neither simulators nor training. {@code ./reins} and the launch files choose it for these
 * commands.
 */
@Command(
    name = "reins",
    description = "Lets a learned policy drive a real robot, and holds the reins.",
    mixinStandardHelpOptions = true,
    version = NodeMain.VERSION,
    subcommands = {
      RunCommand.class,
      NodeCommand.class,
      DoctorCommand.class,
      ArmCommand.class,
      ReplayCommand.class
    })
public final class NodeMain implements NodeHost, Runnable {
  /** Output of {@code --version}. */
  public static final String VERSION = "reins 0.1.0-SNAPSHOT";

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
  private final RosArguments rosArguments;

  private NodeMain(RosArguments rosArguments) {
    this.rosArguments = rosArguments;
  }

  @Override
  public RosArguments rosArguments() {
    return rosArguments;
  }

  @Override
  public NodeFaults.NodeEnd guardProcess() {
    return CommandRun.guardProcess();
  }

  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }

  /** Runs the command line and exits with its status: 0 success, 1 failure, 2 bad input. */
  public static void main(String[] args) {
    System.exit(CommandRun.run(ros -> new CommandLine(new NodeMain(ros)), args));
  }
}
