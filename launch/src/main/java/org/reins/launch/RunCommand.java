package org.reins.launch;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.SafetyFilter;
import org.reins.filter.qp.QpBackEnd;
import org.reins.node.embedded.EmbeddedBackend;
import org.reins.node.filter.FilterNode;
import org.reins.node.filter.FilterNodeOptions;
import org.reins.node.planner.PlannerNode;
import org.reins.node.ros.RosNode;
import org.reins.robot.RobotFiles;
import org.reins.robot.RobotModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the filter and the planner on a ROS 2 graph until interrupted. */
@Command(
    name = "run",
    description =
        "Runs the safety filter and the envelope planner: /joint_states and /policy/action in,"
            + " /effort_controller/commands out. Ends with Ctrl-C.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class RunCommand implements Callable<Integer> {
  @Option(names = "--robot", description = "Robot name or file.")
  private String robotName = "panda";

  @Option(names = "--barrier", description = "Barrier file, built-in, or none.")
  private String barrier = Models.BUILT_IN;

  @Option(names = "--constraints", description = "Constraint file, see docs/constraints.md.")
  private String constraints = "";

  @Option(names = "--solver", description = "QP solver: own or ojalgo.")
  private String solver = "own";

  @Option(names = "--domain", description = "DDS domain, 0 to 101; ROS_DOMAIN_ID where it is set.")
  private int domain = NodeCommand.defaultDomain();

  @Override
  public Integer call() throws Exception {
    RobotModel robot = RobotFiles.load(robotName);
    SafetyFilter filter =
        Models.filter(
            robot,
            Models.barrier(barrier),
            Models.constraints(constraints, robot),
            QpBackEnd.of(solver));
    EmbeddedBackend backend = new EmbeddedBackend(domain);
    CountDownLatch told = new CountDownLatch(1);
    try (RosNode filterRos = backend.createNode("safety_filter");
        RosNode plannerRos = backend.createNode("envelope_planner");
        FilterNode node =
            new FilterNode(
                filterRos, robot, filter, EnvelopeLevels.DEFAULT, FilterNodeOptions.DEFAULT);
        PlannerNode planner = new PlannerNode(plannerRos, EnvelopeLevels.DEFAULT)) {
      node.start();
      planner.start();
      System.out.println(
          "running on domain " + domain + ", waiting for /joint_states and /policy/action");
      Runtime.getRuntime().addShutdownHook(new Thread(told::countDown));
      told.await();
    }
    return 0;
  }
}
