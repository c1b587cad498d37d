package org.reins.launch;

import java.util.List;
import org.reins.launch.bench.EchoCommand;
import org.reins.launch.campaign.CampaignCommand;
import org.reins.launch.cell.NewCommand;
import org.reins.launch.demo.DemoCommand;
import org.reins.launch.experiment.ExperimentCommand;
import org.reins.launch.gym.GymCommand;
import org.reins.launch.inspect.CompletionCommand;
import org.reins.launch.inspect.ExplainCommand;
import org.reins.launch.inspect.ParamsCommand;
import org.reins.launch.inspect.ReportCommand;
import org.reins.launch.inspect.RobotsCommand;
import org.reins.launch.inspect.SupervisorCommand;
import org.reins.launch.learn.CalibrateCommand;
import org.reins.launch.learn.CertifyCommand;
import org.reins.launch.learn.CollectCommand;
import org.reins.launch.learn.DataCommand;
import org.reins.launch.learn.ScoreCommand;
import org.reins.launch.learn.TrainCommand;
import org.reins.launch.learn.TrainPolicyCommand;
import org.reins.launch.make.MakeCommand;
import org.reins.launch.policy.PolicyCommand;
import org.reins.launch.safety.SafetyCaseCommand;
import org.reins.launch.simnode.SimulatedRobotCommand;
import org.reins.launch.simulate.GazeboCommand;
import org.reins.launch.simulate.SimCommand;
import org.reins.node.arguments.RosArguments;
import org.reins.node.assembly.ArmCommand;
import org.reins.node.assembly.CommandRun;
import org.reins.node.assembly.DoctorCommand;
import org.reins.node.assembly.NodeCommand;
import org.reins.node.assembly.NodeHost;
import org.reins.node.assembly.NodeMain;
import org.reins.node.assembly.ReplayCommand;
import org.reins.node.assembly.RunCommand;
import org.reins.node.process.NodeFaults;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code reins} command. */
@Command(
    name = "reins",
    description = "Lets a learned policy drive a real robot, and holds the reins.",
    mixinStandardHelpOptions = true,
    version = NodeMain.VERSION,
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      DoctorCommand.class,
      ArmCommand.class,
      SimCommand.class,
      CampaignCommand.class,
      NewCommand.class,
      MakeCommand.class,
      CollectCommand.class,
      DataCommand.class,
      org.reins.launch.record.RecordCommand.class,
      TrainCommand.class,
      CalibrateCommand.class,
      CertifyCommand.class,
      ScoreCommand.class,
      TrainPolicyCommand.class,
      PolicyCommand.class,
      RobotsCommand.class,
      ReplayCommand.class,
      ExplainCommand.class,
      ReportCommand.class,
      org.reins.launch.view.ViewCommand.class,
      ParamsCommand.class,
      SupervisorCommand.class,
      SafetyCaseCommand.class,
      org.reins.launch.site.SiteCommand.class,
      CompletionCommand.class,
      ExperimentCommand.class,
      GymCommand.class,
      GazeboCommand.class,
      org.reins.launch.fuzz.FuzzCommand.class,
      org.reins.launch.faults.FaultsCommand.class,
      org.reins.launch.bench.BenchCommand.class,
      NodeCommand.class
    })
public final class Main implements NodeHost, Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
  private final RosArguments rosArguments;
  private final boolean ownProcess;

  private Main(RosArguments rosArguments, boolean ownProcess) {
    this.rosArguments = rosArguments;
    this.ownProcess = ownProcess;
  }

  @Override
  public NodeFaults.NodeEnd guardProcess() {
    return ownProcess ? CommandRun.guardProcess() : NodeFaults.NodeEnd.NONE;
  }

  @Override
  public RosArguments rosArguments() {
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
  public static int execute(String... args) {
    return execute(false, args);
  }

  private static int execute(boolean ownProcess, String... args) {
    return CommandRun.run(ros -> commands(new Main(ros, ownProcess)), args);
  }

  /** The commands, without arguments after {@code --ros-args}. */
  static CommandLine commands() {
    return commands(new Main(RosArguments.parse(List.of()), false));
  }

  private static CommandLine commands(Main main) {
    CommandLine all = new CommandLine(main);
    // In addition to the nodes that run with a real robot, those that simulate one.
    all.getSubcommands()
        .get("node")
        .addSubcommand(new SimulatedRobotCommand())
        .addSubcommand(new EchoCommand());
    return all;
  }
}
