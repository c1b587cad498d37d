package org.reins.node.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;
import org.reins.filter.legged.FilteredWalk;
import org.reins.node.NodeShell;
import org.reins.node.filter.FilterNode;
import org.reins.node.inprocess.InProcessBackend;
import org.reins.node.lifecycle.LifecycleServices;
import org.reins.node.lifecycle.LifecycleState;
import org.reins.node.messages.CommandArray;
import org.reins.node.messages.FilterStatus;
import org.reins.node.messages.JointState;
import org.reins.node.messages.StandardServices;
import org.reins.node.messages.UnitreeLowCmd;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosClient;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.robot.model.RobotModel;

/** The controller node of a Go1 over the in-process adapter. */
@Tag("realtime")
class WalkNodeTest {
  private static final double BASE_SPEED = EnvelopeLevels.DEFAULT.base().speedScale();

  private final InProcessBackend backend = new InProcessBackend();
  private final RosNode world = backend.createNode(NodeNames.of("world"));
  private final WalkingGo1 robot = new WalkingGo1(world);
  // Periods for which this machine may hold the loop up.
  private int patience = 30_000;
  private NodeShell shell;
  private FilterNode node;

  @AfterEach
  void end() {
    if (node != null) {
      node.close();
      shell.close();
    }
  }

  private LoadedWalk load(ParameterSnapshot p) {
    RobotModel go1 = WalkingGo1.patient(patience);
    return LoadedWalk.gait(
        go1,
        new FilteredWalk(go1, null, p.number("filter.alpha")),
        false,
        new TwistLimits(p.number("walk.max_speed"), p.number("walk.max_turn")),
        p.number("walk.command_timeout"),
        7);
  }

  private void create(String mode) {
    Map<String, ParameterValue> all = new LinkedHashMap<>();
    all.put("robot", ParameterValue.of("go1"));
    all.put("output.mode", ParameterValue.of(mode));
    all.put("autostart", ParameterValue.of(false));
    // The test sets the pace, and may be slow.
    all.put("action_timeout", ParameterValue.of(1.0));
    all.put("walk.command_timeout", ParameterValue.of(5.0));
    all.put("envelope.timeout", ParameterValue.of(10.0));
    shell = NodeShell.of(backend.createNode(NodeNames.of("safety_filter")), "safety_filter", all);
    node = new FilterNode(shell, EnvelopeLevels.DEFAULT, WalkControl.kind(this::load));
  }

  /** Configures and activates; states come all the while, and their answers are not waited for. */
  private void activate() throws Exception {
    assertTrue(change("configure"));
    begin();
  }

  private void begin() throws Exception {
    for (int k = 0; k < 3_000 && node.state() != LifecycleState.ACTIVE; k++) {
      Thread asks = new Thread(() -> changeQuietly("activate"));
      asks.start();
      while (asks.isAlive()) {
        robot.tell();
        TimeUnit.MILLISECONDS.sleep(1);
      }
    }
    assertEquals(LifecycleState.ACTIVE, node.state());
  }

  /** Activates and walks until a distance is covered. */
  private void walk(double speed, double metres) throws Exception {
    create("unitree");
    activate();
    robot.twist.linear[0] = speed;
    robot.walk(metres, 20_000);
  }

  private void changeQuietly(String label) {
    try {
      change(label);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private boolean change(String label) throws Exception {
    return world
        .client(LifecycleServices.CHANGE_STATE, "/safety_filter/change_state")
        .call(new LifecycleServices.Change(0, label))
        .get(60, TimeUnit.SECONDS);
  }

  private StandardServices.Outcome trigger(String service) throws Exception {
    return world
        .client(StandardServices.TRIGGER, "/safety_filter/" + service)
        .call(true)
        .get(60, TimeUnit.SECONDS);
  }

  private BlockingQueue<FilterStatus> statuses() {
    BlockingQueue<FilterStatus> all = new LinkedBlockingQueue<>();
    world.subscribe(
        FilterStatus.TYPE,
        "/safety_filter/status",
        Qos.RELIABLE,
        m -> {
          FilterStatus copy = new FilterStatus();
          copy.action = m.action;
          copy.reason = m.reason;
          copy.level = m.level;
          copy.speedScale = m.speedScale;
          copy.configuration = m.configuration;
          all.add(copy);
        });
    return all;
  }

  @Test
  void onTheGraph_theGo1WalksAsFarAsItsEnvelopeLetsIt() throws Exception {
    create("unitree");
    activate();
    BlockingQueue<FilterStatus> statuses = statuses();
    robot.twist.linear[0] = 2;
    robot.walk(0.8, 20_000);
    assertTrue(robot.sim.truePosition()[0] > 0.7, () -> robot.sim.truePosition()[0] + " m");
    assertFalse(robot.body.fallen());
    assertEquals(BASE_SPEED, robot.told[0], 1e-6);
    assertTrue(robot.strongest <= 1, () -> robot.strongest + " of a torque limit");
    // A motor's loop is never opened: it would keep a bare torque if the host died.
    assertTrue(robot.softest > 0, () -> "kp " + robot.softest);
    assertTrue(robot.last.intact);
    FilterStatus status = statuses.poll(30, TimeUnit.SECONDS);
    assertEquals(7, status.configuration);
    assertEquals(BASE_SPEED, status.speedScale);
  }

  @Test
  void whenTheStatesEnd_theMotorsHoldTheRobotOnItsFeet() throws Exception {
    walk(0.4, 0.3);
    // The motors' own loops go on, on targets that come to rest.
    UnitreeLowCmd before = robot.await();
    for (int k = 0; k < 500; k++) {
      robot.act(robot.await());
    }
    UnitreeLowCmd after = robot.await();
    assertFalse(robot.body.fallen());
    assertFalse(WalkingGo1.damps(after));
    for (int k = 0; k < 50; k++) {
      before = after;
      after = robot.await();
      for (int i = 0; i < 12; i++) {
        assertEquals(before.q[i], after.q[i], 1e-6);
        assertEquals(0, after.tau[i]);
      }
    }
  }

  @Test
  void whenTheStatesEnd_noTorquesAreSentForAnOldOne() throws Exception {
    create("effort");
    BlockingQueue<double[]> torques = new LinkedBlockingQueue<>();
    world.subscribe(
        CommandArray.type(12),
        "/effort_controller/commands",
        Qos.STATE,
        m -> torques.add(m.values.clone()));
    activate();
    long until = NodeClock.nanos() + 30_000_000_000L;
    int silent = 0;
    while (silent < 20 && NodeClock.nanos() - until < 0) {
      silent = torques.poll(50, TimeUnit.MILLISECONDS) == null ? silent + 1 : 0;
    }
    assertEquals(20, silent);
    assertEquals(LifecycleState.ACTIVE, node.state());
    torques.clear();
    robot.tell();
    assertTrue(torques.poll(30, TimeUnit.SECONDS) != null);
  }

  @Test
  void whenThePolicyIsSilent_theRobotStandsAndSaysSo() throws Exception {
    walk(0.4, 0.2);
    robot.policyAnswers = false;
    BlockingQueue<FilterStatus> statuses = statuses();
    // On a loaded machine a measurement may be late as well, and then that is what is said first.
    boolean said = false;
    long until = NodeClock.nanos() + 60_000_000_000L;
    while (!said && NodeClock.nanos() - until < 0) {
      robot.step();
      FilterStatus status = statuses.poll();
      said =
          status != null
              && status.action >= FilterAction.SLOWDOWN.code()
              && status.reason == FilterReason.ACTION_STALE.code();
    }
    assertTrue(said, "that no action comes");
    for (int k = 0; k < 1_500; k++) {
      robot.step();
    }
    assertEquals(0, robot.told[0]);
    assertFalse(robot.body.fallen());
  }

  @Test
  void anEmergencyStopDamps_andARobotThatLiesIsNotToldToStand() throws Exception {
    walk(0.3, 0.1);
    assertTrue(trigger("emergency_stop").success());
    do {
      robot.step();
    } while (!WalkingGo1.damps(robot.last));
    for (int k = 0; k < 1_000; k++) {
      robot.step();
      assertTrue(WalkingGo1.damps(robot.last));
    }
    assertTrue(robot.body.height() < 0.15, () -> "it stands " + robot.body.height() + " m high");
    StandardServices.Outcome outcome = resetWhileItWalks();
    assertFalse(outcome.success());
    assertEquals(
        "not reset: within 1 s there was not a fresh state of a robot that stands upright",
        outcome.message());
    // Put on its feet by hand.
    robot.sim.reset(2, robot.go1.posture(), robot.state);
    outcome = resetWhileItWalks();
    assertTrue(outcome.success(), outcome.message());
    robot.step();
    assertFalse(WalkingGo1.damps(robot.last));
  }

  /** Asks for a reset; states come and are answered all the while. */
  private StandardServices.Outcome resetWhileItWalks() throws Exception {
    RosClient<Boolean, StandardServices.Outcome> client =
        world.client(StandardServices.TRIGGER, "/safety_filter/reset_fault");
    CompletableFuture<StandardServices.Outcome> answer =
        CompletableFuture.supplyAsync(() -> client.call(true).join());
    do {
      robot.step();
    } while (!answer.isDone());
    return answer.get();
  }

  @Test
  void anOrientationThatIsNone_countsAsNoMeasurement() throws Exception {
    create("unitree");
    activate();
    BlockingQueue<FilterStatus> statuses = statuses();
    robot.state.base.quaternion[2] = Double.NaN;
    FilterStatus status;
    do {
      robot.tell();
      robot.await();
      status = statuses.poll();
      // A machine that is busy may hold a state up as well, which is said too.
    } while (status == null || status.reason != FilterReason.STATE_INVALID.code());
    assertEquals(FilterAction.FALLBACK.code(), status.action);
  }

  @Test
  void whenTheLoopItselfWasHeldUp_itStopsUntilAnOperatorSaysSo() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicBoolean holdUp = new AtomicBoolean();
    // In one process a command is delivered on the thread that sends it.
    world.subscribe(
        UnitreeLowCmd.TYPE,
        "/lowcmd",
        Qos.STATE,
        m -> {
          if (holdUp.compareAndSet(true, false)) {
            awaitQuietly(goOn);
          }
        });
    patience = 1_000;
    walk(0.3, 0.1);
    BlockingQueue<FilterStatus> statuses = statuses();
    holdUp.set(true);
    robot.tell();
    long stall = patience * 2_000_000L;
    long since = NodeClock.nanos();
    while (holdUp.get() || NodeClock.nanos() - since < stall * 3 / 2) {
      TimeUnit.MILLISECONDS.sleep(1);
      since = holdUp.get() ? NodeClock.nanos() : since;
    }
    goOn.countDown();
    do {
      robot.step();
    } while (!WalkingGo1.damps(robot.last));
    for (int k = 0; k < 100; k++) {
      robot.step();
      assertTrue(WalkingGo1.damps(robot.last));
    }
    FilterStatus status;
    do {
      status = statuses.poll(30, TimeUnit.SECONDS);
    } while (status != null && status.action != FilterAction.STOP.code());
    assertEquals(FilterReason.LOOP_STALLED.code(), status.reason);
    robot.sim.reset(2, robot.go1.posture(), robot.state);
    StandardServices.Outcome outcome = resetWhileItWalks();
    assertTrue(outcome.success(), outcome.message());
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aSecondPublisherOfStates_keepsItFromBeginning_andStopsIt() throws Exception {
    create("unitree");
    assertTrue(change("configure"));
    RosNode other = backend.createNode(NodeNames.of("other"));
    RosPublisher<JointState> second =
        other.publisher(JointState.type(robot.go1.jointNames()), "/joint_states", Qos.COMMAND);
    JointState elsewhere = new JointState(12);
    for (int k = 0; k < 20; k++) {
      robot.tell();
      second.publish(elsewhere);
    }
    assertFalse(change("activate"));
    // A second after its last state it counts as gone.
    begin();
    robot.walk(0.05, 20_000);
    BlockingQueue<FilterStatus> statuses = statuses();
    do {
      second.publish(elsewhere);
      robot.step();
    } while (!WalkingGo1.damps(robot.last));
    FilterStatus status;
    do {
      status = statuses.poll(30, TimeUnit.SECONDS);
    } while (status != null && status.action != FilterAction.STOP.code());
    assertEquals(FilterReason.OTHER_STATE_SOURCE.code(), status.reason);
    other.close();
  }

  @Test
  void stampsThatRepeat_countAsNoMeasurement() throws Exception {
    create("unitree");
    activate();
    BlockingQueue<FilterStatus> statuses = statuses();
    robot.stopClock = true;
    FilterStatus status;
    do {
      robot.tell();
      robot.await();
      status = statuses.poll();
    } while (status == null || status.reason != FilterReason.STATE_OLD.code());
    assertEquals(FilterAction.FALLBACK.code(), status.action);
  }

  @Test
  void whateverTheEffortsSay_itWalks() throws Exception {
    create("unitree");
    activate();
    robot.effort = Double.NaN;
    robot.twist.linear[0] = 2;
    robot.walk(0.1, 20_000);
    robot.effort = 1e300;
    robot.walk(0.1, 20_000);
    assertTrue(robot.sim.truePosition()[0] > 0.15, () -> robot.sim.truePosition()[0] + " m");
    assertFalse(robot.body.fallen());
    assertTrue(robot.strongest <= 1, () -> robot.strongest + " of a torque limit");
  }

  @Test
  void withoutFeet_itIsNotActivated() throws Exception {
    create("unitree");
    assertTrue(change("configure"));
    robot.tellJoints();
    assertFalse(change("activate"));
    assertEquals(LifecycleState.INACTIVE, node.state());
  }

  @Test
  void aModeThatLegsDoNotHave_isRefused() throws Exception {
    create("velocity");
    assertFalse(change("configure"));
    assertEquals(LifecycleState.UNCONFIGURED, node.state());
  }

  @Test
  void deactivated_itStandsBeforeNothingIsSentAnyMore() throws Exception {
    walk(0.4, 0.2);
    Thread asks = new Thread(() -> changeQuietly("deactivate"));
    asks.start();
    while (asks.isAlive()) {
      robot.commands.clear();
      robot.tell();
      UnitreeLowCmd next = robot.commands.poll(100, TimeUnit.MILLISECONDS);
      if (next != null) {
        robot.act(next);
      }
    }
    assertEquals(LifecycleState.INACTIVE, node.state());
    assertFalse(robot.body.fallen());
    double[] v = robot.sim.trueVelocity();
    // A quarter of the speed at which it walked: the body still sways when the last step is done.
    assertEquals(0, Math.hypot(v[3], v[4]), 0.1);
  }

  @Test
  void aResetThatWasRefused_doesNotComeTrueLater() throws Exception {
    create("unitree");
    activate();
    assertTrue(trigger("emergency_stop").success());
    do {
      robot.step();
    } while (!WalkingGo1.damps(robot.last));
    // No state comes meanwhile.
    assertFalse(trigger("reset_fault").success());
    for (int k = 0; k < 100; k++) {
      robot.step();
      assertTrue(WalkingGo1.damps(robot.last));
    }
  }

  @Test
  void aResetWithoutAFault_leavesTheWalkAsItIs() throws Exception {
    walk(0.3, 0.2);
    robot.phaseSteps.clear();
    resetWhileItWalks();
    // Observations come later than commands on a busy machine.
    for (int k = 0; k < 3_000 && robot.phaseSteps.size() <= 10; k++) {
      robot.step();
    }
    // The gait goes on by the same step each time, or by some of them where a busy machine lost an
    // observation: anew it would begin at 0.
    assertTrue(robot.phaseSteps.size() > 5);
    double once = robot.phaseSteps.stream().mapToDouble(s -> s).min().orElseThrow();
    for (double step : robot.phaseSteps) {
      assertEquals(Math.rint(step / once), step / once, 1e-3);
    }
  }

  @Test
  void aRobotThatLies_isNotPulledToItsFeet() throws Exception {
    create("unitree");
    assertTrue(change("configure"));
    robot.state.q[2] = -2.6;
    robot.tell();
    assertFalse(change("activate"));
    assertEquals(LifecycleState.INACTIVE, node.state());
  }
}
