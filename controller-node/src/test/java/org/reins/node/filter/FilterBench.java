package org.reins.node.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;
import org.reins.node.NodeShell;
import org.reins.node.arm.ArmControl;
import org.reins.node.inprocess.InProcessBackend;
import org.reins.node.lifecycle.LifecycleServices;
import org.reins.node.lifecycle.LifecycleState;
import org.reins.node.messages.CommandArray;
import org.reins.node.messages.FilterStatus;
import org.reins.node.messages.JointState;
import org.reins.node.messages.StandardServices;
import org.reins.node.parameters.Parameter;
import org.reins.node.parameters.ParameterServices;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/** The controller node over the in-process adapter, with a robot that the test steps itself. */
final class FilterBench implements AutoCloseable {
  static final long PERIOD = 1_000_000;

  final RobotModel panda = RobotFiles.load("panda");
  final InProcessBackend backend = new InProcessBackend();
  final RosNode world = backend.createNode(NodeNames.of("world"));
  final RosPublisher<JointState> states =
      world.publisher(JointState.type(panda.jointNames()), "/joint_states", Qos.STATE);
  final JointState state = new JointState(panda.dof());
  final BlockingQueue<double[]> commands = new LinkedBlockingQueue<>();
  private volatile boolean fed = true;
  PolicyAndPlanner inputs;
  NodeShell shell;
  FilterNode node;

  /** Makes a node that needs no permit. */
  void create(Map<String, ParameterValue> parameters) {
    create(parameters, Permit.NOT_NEEDED);
  }

  /** Makes a node, which starts by itself only if the parameters say so. */
  void create(Map<String, ParameterValue> parameters, Permit permit) {
    Map<String, ParameterValue> all = new LinkedHashMap<>(parameters);
    all.putIfAbsent("autostart", ParameterValue.of(false));
    // The test sets the pace, and may be slow.
    all.put("action_timeout", ParameterValue.of(1.0));
    all.put("envelope.timeout", ParameterValue.of(10.0));
    System.arraycopy(panda.posture(), 0, state.position, 0, panda.dof());
    shell = NodeShell.of(backend.createNode(NodeNames.of("safety_filter")), "safety_filter", all);
    node =
        new FilterNode(shell, EnvelopeLevels.DEFAULT, ArmControl.kind(PandaFilter::load), permit);
  }

  /** Lets robot, policy and planner begin. */
  void connect() {
    world.subscribe(
        CommandArray.type(panda.dof()),
        "/effort_controller/commands",
        Qos.STATE,
        m -> commands.add(m.values.clone()));
    inputs = new PolicyAndPlanner(world, "safety_filter");
    Thread robot = new Thread(this::feed, "robot");
    robot.setDaemon(true);
    robot.start();
  }

  /** Configures, lets the inputs come, and activates. */
  void activate() throws Exception {
    connect();
    assertTrue(change("configure"));
    inputs.awaitStates();
    activateAgain();
  }

  /** A busy machine may hold states up for a moment: then the filter asks to try again. */
  void activateAgain() throws Exception {
    for (int k = 0; k < 100 && node.state() != LifecycleState.ACTIVE; k++) {
      change("activate");
    }
    assertEquals(LifecycleState.ACTIVE, node.state());
  }

  /** A robot that stands still and takes every torque; its own time passes evenly. */
  private void feed() {
    EvenPace pace = new EvenPace(PERIOD);
    state.header.stampNanos = NodeClock.nanos();
    while (fed) {
      step();
      pace.awaitNext();
    }
  }

  private synchronized void step() {
    state.header.stampNanos += PERIOD;
    states.publish(state);
  }

  /** Changes the lifecycle's state; returns whether it was done. */
  boolean change(String label) throws Exception {
    return world
        .client(LifecycleServices.CHANGE_STATE, "/safety_filter/change_state")
        .call(new LifecycleServices.Change(0, label))
        .get(30, TimeUnit.SECONDS);
  }

  /** Sets parameters at once; returns why they were refused, or an empty text. */
  String set(Parameter... wanted) throws Exception {
    return world
        .client(ParameterServices.SET_ATOMICALLY, "/safety_filter/set_parameters_atomically")
        .call(List.of(wanted))
        .get(30, TimeUnit.SECONDS)
        .reason();
  }

  StandardServices.Outcome trigger(String service) throws Exception {
    return world
        .client(StandardServices.TRIGGER, "/safety_filter/" + service)
        .call(true)
        .get(30, TimeUnit.SECONDS);
  }

  private static FilterStatus copy(FilterStatus m) {
    FilterStatus copy = new FilterStatus();
    copy.action = m.action;
    copy.reason = m.reason;
    copy.level = m.level;
    return copy;
  }

  BlockingQueue<FilterStatus> statuses() {
    BlockingQueue<FilterStatus> all = new LinkedBlockingQueue<>();
    world.subscribe(
        FilterStatus.TYPE, "/safety_filter/status", Qos.RELIABLE, m -> all.add(copy(m)));
    return all;
  }

  /** Waits for a status with an action and its reason. */
  static void await(BlockingQueue<FilterStatus> all, FilterAction action, FilterReason reason)
      throws InterruptedException {
    for (int k = 0; k < 1_000; k++) {
      FilterStatus s = all.poll(30, TimeUnit.SECONDS);
      assertNotNull(s, "statuses stopped");
      if (s.action == action.code() && s.reason == reason.code()) {
        return;
      }
    }
    throw new AssertionError(action + " because of " + reason + " never came");
  }

  /** Ends robot, policy and node. */
  @Override
  public void close() {
    fed = false;
    if (inputs != null) {
      inputs.close();
    }
    if (node != null) {
      node.close();
      shell.close();
    }
  }
}
