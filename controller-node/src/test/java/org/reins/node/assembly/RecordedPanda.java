package org.reins.node.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.reins.node.NodeShell;
import org.reins.node.filter.EvenPace;
import org.reins.node.filter.FilterNode;
import org.reins.node.filter.PolicyAndPlanner;
import org.reins.node.inprocess.InProcessBackend;
import org.reins.node.lifecycle.LifecycleServices;
import org.reins.node.lifecycle.LifecycleState;
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
import org.reins.robot.state.RobotState;
import org.reins.sim.EmbeddedArm;
import org.reins.sim.PlantParameters;

/**
 * The real node with a simulated Panda that swings, is pushed, stopped, reset and tuned, and
 * records all of it.
 */
final class RecordedPanda implements AutoCloseable {
  private static final long PERIOD = 1_000_000;
  private static final double DT = 1e-3;

  private final RobotModel panda = RobotFiles.load("panda");
  private final InProcessBackend backend = new InProcessBackend();
  private final RosNode world = backend.createNode(NodeNames.of("world"));
  private final RosPublisher<JointState> states =
      world.publisher(JointState.type(panda.jointNames()), "/joint_states", Qos.STATE);
  private final EmbeddedArm arm = new EmbeddedArm(panda, PlantParameters.DEMO);
  private final RobotState measured = RobotState.of(panda);
  private final JointState state = new JointState(panda.dof());
  private final NodeShell shell;
  final FilterNode node;
  private final PolicyAndPlanner inputs;
  private final Thread robot;
  private final PandaMotors motors;
  private volatile double push;
  private final AtomicLong steps = new AtomicLong();
  private volatile boolean running = true;

  RecordedPanda(Path folder, Map<String, ParameterValue> more) {
    Map<String, ParameterValue> all = new LinkedHashMap<>();
    all.put("autostart", ParameterValue.of(false));
    // The test sets the pace, and may be slow.
    all.put("action_timeout", ParameterValue.of(1.0));
    all.put("envelope.timeout", ParameterValue.of(10.0));
    all.put("record.folder", ParameterValue.of(folder.toString()));
    all.putAll(more);
    arm.reset(1, panda.posture(), measured);
    shell = NodeShell.of(backend.createNode(NodeNames.of("safety_filter")), "safety_filter", all);
    node = FilterAssembly.node(shell);
    String mode = more.getOrDefault("output.mode", ParameterValue.of("effort")).text();
    motors = PandaMotors.of(mode, panda, world, DT);
    inputs = new PolicyAndPlanner(world, "safety_filter");
    robot = new Thread(this::feed, "robot");
    robot.setDaemon(true);
  }

  private void feed() {
    EvenPace pace = new EvenPace(PERIOD);
    state.header.stampNanos = NodeClock.nanos();
    while (running) {
      double[] torque = motors.torque(measured);
      arm.push(push, 0, push);
      arm.step(torque, DT, measured);
      System.arraycopy(measured.q, 0, state.position, 0, panda.dof());
      System.arraycopy(measured.qd, 0, state.velocity, 0, panda.dof());
      System.arraycopy(torque, 0, state.effort, 0, panda.dof());
      state.header.stampNanos += PERIOD;
      states.publish(state);
      steps.incrementAndGet();
      pace.awaitNext();
    }
  }

  /** Starts to drive. */
  void start() throws Exception {
    assertTrue(change("configure"));
    robot.start();
    inputs.awaitStates();
    activate();
  }

  /** Sends commands from now on. */
  void activate() throws Exception {
    // A busy machine may hold states up for a moment: then the filter asks to try again.
    for (int k = 0; k < 100 && node.state() != LifecycleState.ACTIVE; k++) {
      change("activate");
    }
    assertEquals(LifecycleState.ACTIVE, node.state());
  }

  /** Lets the robot move. */
  void move(int cycles) {
    long until = steps.get() + cycles;
    await(() -> steps.get() >= until);
  }

  /** Swings to the side. */
  void swing(double angle, int cycles) {
    inputs.aim(angle);
    move(cycles);
  }

  void pushed(double newtons, int cycles) {
    push = newtons;
    move(cycles);
    push = 0;
  }

  void stopAndReset() throws Exception {
    assertTrue(trigger("emergency_stop").success());
    move(150);
    reset();
  }

  /** A busy host may stop the robot meanwhile, too. */
  void reset() throws Exception {
    for (int k = 0; k < 50 && !trigger("reset_fault").success(); k++) {
      move(50);
    }
  }

  void set(String name, double value) throws Exception {
    assertEquals(
        "",
        world
            .client(ParameterServices.SET_ATOMICALLY, "/safety_filter/set_parameters_atomically")
            .call(List.of(new Parameter(name, ParameterValue.of(value))))
            .get(30, TimeUnit.SECONDS)
            .reason());
  }

  boolean change(String label) throws Exception {
    return world
        .client(LifecycleServices.CHANGE_STATE, "/safety_filter/change_state")
        .call(new LifecycleServices.Change(0, label))
        .get(30, TimeUnit.SECONDS);
  }

  private StandardServices.Outcome trigger(String service) throws Exception {
    return world
        .client(StandardServices.TRIGGER, "/safety_filter/" + service)
        .call(true)
        .get(30, TimeUnit.SECONDS);
  }

  private static void await(BooleanSupplier condition) {
    long until = NodeClock.nanos() + 60_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertTrue(NodeClock.nanos() < until, "it did not happen within 60 s");
      LockSupport.parkNanos(2_000_000);
    }
  }

  @Override
  public void close() {
    node.close();
    running = false;
    try {
      robot.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    inputs.close();
    shell.close();
    world.close();
  }
}
