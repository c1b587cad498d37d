package org.reins.launch.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.reins.launch.process.Domains;
import org.reins.launch.process.NodeProcess;
import org.reins.node.embedded.EmbeddedBackend;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.RosNode;
import org.reins.node.watchdog.OperatorLink;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/**
 * Robot, filter, planner and watchdog as processes of their own, over real DDS on this machine and
 * shared memory; the policy of an arm is in this process.
 */
final class WatchedGraph implements AutoCloseable {
  private static final double STARTING = 300;
  private static final double LONGEST_RUN = 3600;

  private final RobotModel robot;
  private final Setup setup;
  private final Path folder;
  private final int domain;
  private final NodeProcess watchdog;
  private final NodeProcess world;
  private final List<NodeProcess> others = new ArrayList<>();
  private final RosNode node;
  private final ArmMover mover;
  private final Operator operator;
  private final OperatorLink link;
  private NodeProcess filter;
  private int starts;

  /**
   * What runs.
   *
   * @param robot name or file
   * @param mode {@code output.mode}: effort, velocity, position, trajectory or unitree
   * @param driver profile of an arm's driver
   * @param timeout of the watchdog, ms
   */
  record Setup(String robot, String mode, String driver, double timeout) {}

  WatchedGraph(Setup setup, Path folder) throws IOException {
    this.setup = setup;
    this.folder = folder;
    robot = RobotFiles.load(setup.robot());
    domain = Domains.free();
    Path file = file();
    watchdog =
        NodeProcess.watchdog(
            folder,
            List.of(
                "--robot",
                setup.robot(),
                "--mode",
                setup.mode(),
                "--file",
                file.toString(),
                "--timeout",
                Double.toString(setup.timeout())));
    require(Operator.await(watchdog::isReady, STARTING), watchdog);
    node = new EmbeddedBackend(domain).createNode(NodeNames.of("fault_operator"));
    operator = new Operator(node);
    link = new OperatorLink(file, robot, setup.mode());
    boolean arm = robot.base().choose(fixed -> true, legs -> false);
    world = start("robot_sim", worldParameters(arm));
    others.add(start("envelope_planner", parameters()));
    if (!arm) {
      others.add(start("policy_runner", parameters("policy:=none")));
    }
    mover = arm ? new ArmMover(node, robot) : null;
    startFilter();
  }

  private Path file() {
    return folder.resolve("watchdog-" + ProcessHandle.current().pid());
  }

  private List<String> worldParameters(boolean arm) {
    String seconds = "seconds:=" + LONGEST_RUN;
    String watched = "watchdog.file:=" + file();
    return arm
        ? parameters(
            seconds,
            watched,
            "seed:=1",
            "driver:=" + setup.driver(),
            "command_interface:=" + setup.mode())
        : parameters(seconds, watched, "seed:=1");
  }

  private List<String> parameters(String... all) {
    List<String> arguments =
        new ArrayList<>(List.of("--ros-args", "-p", "robot:=" + setup.robot()));
    for (String p : all) {
      arguments.addAll(List.of("-p", p));
    }
    return arguments;
  }

  private NodeProcess start(String name, List<String> arguments) throws IOException {
    return new NodeProcess(name, folder, domain, arguments);
  }

  /** Starts the filter, also after it has ended. */
  void startFilter() throws IOException {
    starts++;
    filter =
        new NodeProcess(
            "safety_filter",
            folder.resolve("filter-" + starts),
            domain,
            parameters(
                "barrier:=none", "output.mode:=" + setup.mode(), "watchdog.file:=" + file()));
  }

  /** Waits until the filter is active and the watchdog runs. */
  void awaitActive() {
    boolean active = Operator.await(() -> operator.hears() && link.view().alive(), STARTING);
    require(active && filter.isAlive() && world.isAlive(), filter.isAlive() ? world : filter);
  }

  private static void require(boolean done, NodeProcess process) {
    if (!done) {
      throw new ReinsException(
          process.name()
              + (process.isAlive() ? " does not get ready: " : " ended early: ")
              + process.log());
    }
  }

  NodeProcess filter() {
    return filter;
  }

  NodeProcess world() {
    return world;
  }

  Operator operator() {
    return operator;
  }

  OperatorLink watchdog() {
    return link;
  }

  RobotModel robot() {
    return robot;
  }

  /** Ends all processes at once; when this one is told to end. */
  void endProcesses() {
    others.forEach(NodeProcess::tellToEnd);
    filter.tellToEnd();
    world.tellToEnd();
    watchdog.tellToEnd();
  }

  /** Ends the robot, so that it writes its report, then all others. */
  @Override
  public void close() {
    if (mover != null) {
      mover.close();
    }
    node.close();
    List<NodeProcess> all = new ArrayList<>(others);
    all.add(filter);
    all.add(world);
    all.forEach(NodeProcess::tellToEnd);
    all.forEach(NodeProcess::close);
    link.close();
    watchdog.tellToEnd();
    watchdog.close();
  }
}
