package org.reins.node.assembly;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.reins.node.NodeShell;
import org.reins.node.filter.FilterNode;
import org.reins.node.page.PageOptions;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.planner.PlannerNode;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
  @Option(
      names = "--cell",
      description =
          "Cell file: its robot with tool and load, known obstacles, constraints and barrier; see"
              + " docs/cells.md.")
  private String cell;

  @Option(names = "--robot", description = "Robot name or file; by default panda.")
  private String robotName;

  @Option(
      names = "--barrier",
      description =
          "Barrier file, none, or built-in: the one for this robot, if Reins has one. By default the"
              + " cell's, or built-in.")
  private String barrier;

  @Option(
      names = "--constraints",
      description =
          "Constraint file, or none; see docs/constraints.md. By default the cell's, or none.")
  private String constraints;

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

  @Mixin private PageOptions pageOptions;

  @ParentCommand private NodeHost host;

  @Override
  public Integer call() throws Exception {
    if (pageOptions.isWanted(false)) {
      pageOptions.requireFree();
    }
    if (cell == null) {
      robotName = robotName == null ? "panda" : robotName;
      barrier = barrier == null ? ModelFiles.BUILT_IN : barrier;
      constraints = constraints == null ? ParameterSnapshot.NONE : constraints;
      return filter(Map.of());
    }
    try (CellRun read = new CellRun(cell)) {
      if (robotName != null && !robotName.equals(read.named())) {
        throw new ReinsException(
            "--robot is "
                + robotName
                + ", and the robot of "
                + cell
                + " is "
                + read.named()
                + ": leave --robot out, or give another cell");
      }
      robotName = read.robot();
      barrier = barrier == null ? read.barrier() : barrier;
      constraints = constraints == null ? read.constraints() : constraints;
      System.out.println("cell " + cell + ": " + String.join("; ", read.notes()));
      return filter(read.output());
    }
  }

  /** Says so if only models keep the robot safe. */
  private void tellBarrier() {
    RobotModel robot = RobotFiles.load(robotName);
    boolean none =
        barrier.equals(ModelFiles.NONE)
            || barrier.equals(ModelFiles.BUILT_IN) && BuiltInModels.of(robot.name()).isEmpty();
    if (none) {
      System.out.println(
          "there is no learned barrier for "
              + robot.name()
              + ": the filter keeps its limits and what it knows of the world");
    }
  }

  private Map<String, ParameterValue> parameters(
      RosGraph graph, Map<String, ParameterValue> output) {
    Map<String, ParameterValue> all = new LinkedHashMap<>(output);
    all.put("robot", ParameterValue.of(robotName));
    all.put("barrier", ParameterValue.of(barrier));
    all.put("constraints", ParameterValue.of(constraints));
    all.put("crash_mark", graph.crashMark());
    all.put("record.folder", ParameterValue.of(record));
    all.put("solver", ParameterValue.of(solver));
    return all;
  }

  private int filter(Map<String, ParameterValue> output) throws Exception {
    tellBarrier();
    RosGraph graph = new RosGraph(host, domain);
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    try (NodeShell filterShell = graph.shell("safety_filter", parameters(graph, output));
        NodeShell plannerShell =
            graph.shell("envelope_planner", Map.of("robot", ParameterValue.of(robotName)));
        FilterNode filter = FilterAssembly.node(filterShell);
        PlannerNode planner = PlannerAssembly.node(plannerShell)) {
      planner.start();
      filter.start();
      graph.announce();
      String name = filterShell.ros().names().node().full();
      PageProcess page = PageProcess.start(pageOptions, robotName, graph.domain(), name);
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
      if (page != null) {
        page.close();
      }
    }
    ended.countDown();
    return 0;
  }
}
