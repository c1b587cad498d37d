package org.reins.node.assembly;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.reins.node.NodeShell;
import org.reins.node.filter.FilterNode;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.planner.PlannerNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Runs the filter and the planner on a ROS 2 graph until interrupted. */
@Command(
    name = "run",
    description =
        "Runs the safety filter and the envelope planner: /joint_states and /policy/action in,"
            + " /effort_controller/commands out. Stop it with Ctrl-C.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class RunCommand implements Callable<Integer> {
  @Option(names = "--robot", description = "Robot name or file.")
  private String robotName = "panda";

  @Option(
      names = "--barrier",
      description = "Barrier file, none, or built-in: the one for this robot, if Reins has one.")
  private String barrier = ModelFiles.BUILT_IN;

  @Option(
      names = "--constraints",
      description = "Constraint file, or none; see docs/constraints.md.")
  private String constraints = ParameterSnapshot.NONE;

  @Option(names = "--solver", description = "QP solver: own, vector or ojalgo.")
  private String solver = "own";

  @Option(
      names = "--record",
      paramLabel = "FOLDER",
      description =
          "Folder in which every cycle is recorded, for 'reins replay' and 'reins explain'.")
  private String record = ParameterSnapshot.NONE;

  @Option(
      names = "--domain",
      description = "DDS domain, 0 to 101; by default ROS_DOMAIN_ID, or 0 if it is not set.")
  private Integer domain;

  @ParentCommand private NodeHost host;

  @Override
  public Integer call() throws Exception {
    RosGraph graph = new RosGraph(host, domain);
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    try (NodeShell filterShell =
            graph.shell(
                "safety_filter",
                Map.of(
                    "robot", ParameterValue.of(robotName),
                    "barrier", ParameterValue.of(barrier),
                    "constraints", ParameterValue.of(constraints),
                    "crash_mark", graph.crashMark(),
                    "record.folder", ParameterValue.of(record),
                    "solver", ParameterValue.of(solver)));
        NodeShell plannerShell =
            graph.shell("envelope_planner", Map.of("robot", ParameterValue.of(robotName)));
        FilterNode filter = FilterAssembly.node(filterShell);
        PlannerNode planner = PlannerAssembly.node(plannerShell)) {
      planner.start();
      filter.start();
      graph.announce();
      System.out.println(
          "running on domain " + graph.domain() + ", waiting for joint_states and the policy");
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    told.countDown();
                    try {
                      // The robot is brought to rest before the process ends.
                      if (!ended.await(8, TimeUnit.SECONDS)) {
                        System.err.println("reins: filter and planner did not end within 8 s");
                        Runtime.getRuntime().halt(1);
                      }
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  }));
      told.await();
    }
    ended.countDown();
    return 0;
  }
}
