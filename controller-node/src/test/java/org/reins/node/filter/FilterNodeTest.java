package org.reins.node.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;
import org.reins.node.NodeShell;
import org.reins.node.arm.ArmControl;
import org.reins.node.envelope.EffectiveEnvelope;
import org.reins.node.envelope.SafetyProfile;
import org.reins.node.inprocess.InProcessBackend;
import org.reins.node.lifecycle.LifecycleServices;
import org.reins.node.lifecycle.LifecycleState;
import org.reins.node.messages.Clock;
import org.reins.node.messages.CommandArray;
import org.reins.node.messages.Diagnostics;
import org.reins.node.messages.EnvelopeState;
import org.reins.node.messages.EnvelopeUpdate;
import org.reins.node.messages.FilterStatus;
import org.reins.node.messages.JointState;
import org.reins.node.messages.Log;
import org.reins.node.messages.Markers;
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
@Tag("realtime")
class FilterNodeTest {
  private static final long PERIOD = 1_000_000;

  private final RobotModel panda = RobotFiles.load("panda");
  private final InProcessBackend backend = new InProcessBackend();
  private final RosNode world = backend.createNode(NodeNames.of("world"));
  private final RosPublisher<JointState> states =
      world.publisher(JointState.type(panda.jointNames()), "/joint_states", Qos.STATE);
  private final JointState state = new JointState(panda.dof());
  private final BlockingQueue<double[]> commands = new LinkedBlockingQueue<>();
  private volatile boolean fed = true;
  private PolicyAndPlanner inputs;
  private NodeShell shell;
  private FilterNode node;

  private void create(Map<String, ParameterValue> parameters) {
    Map<String, ParameterValue> all = new LinkedHashMap<>(parameters);
    all.put("autostart", ParameterValue.of(false));
    // The test sets the pace, and may be slow.
    all.put("action_timeout", ParameterValue.of(1.0));
    all.put("envelope.timeout", ParameterValue.of(10.0));
    System.arraycopy(panda.posture(), 0, state.position, 0, panda.dof());
    shell = NodeShell.of(backend.createNode(NodeNames.of("safety_filter")), "safety_filter", all);
    node = new FilterNode(shell, EnvelopeLevels.DEFAULT, ArmControl.kind(PandaFilter::load));
  }

  private void activate() throws Exception {
    world.subscribe(
        CommandArray.type(panda.dof()),
        "/effort_controller/commands",
        Qos.STATE,
        m -> commands.add(m.values.clone()));
    inputs = new PolicyAndPlanner(world, "safety_filter");
    assertTrue(change("configure"));
    Thread robot = new Thread(this::feed, "robot");
    robot.setDaemon(true);
    robot.start();
    inputs.awaitStates();
    activateAgain();
  }

  /** A busy machine may hold states up for a moment: then the filter asks to try again. */
  private void activateAgain() throws Exception {
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

  private boolean change(String label) throws Exception {
    return world
        .client(LifecycleServices.CHANGE_STATE, "/safety_filter/change_state")
        .call(new LifecycleServices.Change(0, label))
        .get(30, TimeUnit.SECONDS);
  }

  private String set(Parameter... wanted) throws Exception {
    return world
        .client(ParameterServices.SET_ATOMICALLY, "/safety_filter/set_parameters_atomically")
        .call(List.of(wanted))
        .get(30, TimeUnit.SECONDS)
        .reason();
  }

  private StandardServices.Outcome trigger(String service) throws Exception {
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

  private BlockingQueue<FilterStatus> statuses() {
    BlockingQueue<FilterStatus> all = new LinkedBlockingQueue<>();
    world.subscribe(
        FilterStatus.TYPE, "/safety_filter/status", Qos.RELIABLE, m -> all.add(copy(m)));
    return all;
  }

  private static void await(
      BlockingQueue<FilterStatus> all, FilterAction action, FilterReason reason)
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

  @AfterEach
  void end() {
    fed = false;
    if (inputs != null) {
      inputs.close();
    }
    if (node != null) {
      node.close();
      shell.close();
    }
  }

  @Test
  void withoutInputsItDoesNotActivateAndNothingIsSent() throws Exception {
    create(Map.of());
    assertFalse(change("activate"), "unconfigured");
    assertTrue(change("configure"));
    assertFalse(change("activate"), "no inputs");
    assertEquals(LifecycleState.INACTIVE, node.state());
    assertTrue(commands.isEmpty());
  }

  @Test
  void anEmergencyStopWhileItIsNotActive_keepsItFromBeingActivatedUntilTheReset() throws Exception {
    create(Map.of());
    BlockingQueue<String> logs = new LinkedBlockingQueue<>();
    world.subscribe(Log.TYPE, "/rosout", Qos.LOG, m -> logs.add(m.value.text()));
    StandardServices.Outcome stop = trigger("emergency_stop");
    assertTrue(stop.success(), stop.message());
    AssertionError error =
        org.junit.jupiter.api.Assertions.assertThrows(AssertionError.class, this::activate);
    assertTrue(error.getMessage().contains("INACTIVE"), error.getMessage());
    assertTrue(commands.isEmpty());
    assertTrue(
        logs.contains("an emergency stop was requested: call ~/reset_fault, then activate"),
        logs.toString());
    assertTrue(trigger("reset_fault").success());
    activateAgain();
    assertNotNull(commands.poll(30, TimeUnit.SECONDS));
  }

  @Test
  void anEmergencyStopOutlivesADeactivation() throws Exception {
    create(Map.of());
    activate();
    assertTrue(trigger("emergency_stop").success());
    assertTrue(change("deactivate"));
    assertFalse(change("activate"), "before the reset");
    assertTrue(trigger("reset_fault").success());
    activateAgain();
    BlockingQueue<FilterStatus> all = statuses();
    await(all, FilterAction.PASS, FilterReason.NONE);
  }

  @Test
  void deactivatedWhileAStopStillBrakes_itSendsUntilTheRobotRests() throws Exception {
    create(Map.of());
    activate();
    BlockingQueue<FilterStatus> all = statuses();
    state.velocity[0] = 0.3;
    await(all, FilterAction.STOP, FilterReason.STATE_FROZEN);
    // This adapter answers on the caller's thread.
    CompletableFuture<Boolean> deactivation =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return change("deactivate");
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    while (node.state() == LifecycleState.ACTIVE) {
      Thread.onSpinWait();
    }
    commands.clear();
    for (int k = 0; k < 100; k++) {
      assertNotNull(commands.poll(30, TimeUnit.SECONDS), "command " + k);
    }
    state.velocity[0] = 0;
    assertTrue(deactivation.get(30, TimeUnit.SECONDS));
  }

  @Test
  void whenAnotherNodeSendsCommandsItDoesNotActivate() throws Exception {
    create(Map.of());
    RosNode rival = backend.createNode(NodeNames.of("rival"));
    rival.publisher(CommandArray.type(7), "/effort_controller/commands", Qos.STATE);
    AssertionError error =
        org.junit.jupiter.api.Assertions.assertThrows(AssertionError.class, this::activate);
    assertTrue(error.getMessage().contains("INACTIVE"), error.getMessage());
    assertTrue(commands.isEmpty());
  }

  @Test
  void whenAnotherNodeBeginsToSendCommandsItStopsUntilThatOneIsGone() throws Exception {
    create(Map.of());
    activate();
    BlockingQueue<FilterStatus> all = statuses();
    await(all, FilterAction.PASS, FilterReason.NONE);
    RosNode rival = backend.createNode(NodeNames.of("rival"));
    rival.publisher(CommandArray.type(7), "/effort_controller/commands", Qos.STATE);
    await(all, FilterAction.STOP, FilterReason.OTHER_COMMANDER);
    StandardServices.Outcome refused = trigger("reset_fault");
    assertFalse(refused.success());
    assertTrue(
        refused.message().contains("effort_controller/commands (/rival)"), refused.message());
    rival.close();
    StandardServices.Outcome reset = trigger("reset_fault");
    assertTrue(reset.success(), reset.message());
    await(all, FilterAction.PASS, FilterReason.NONE);
  }

  @Test
  void aRobotThatDoesNotFollowItsPositionsIsNotMadeToJumpWhenItIsLetGo() throws Exception {
    create(Map.of("output.mode", ParameterValue.of("position")));
    BlockingQueue<double[]> positions = new LinkedBlockingQueue<>();
    world.subscribe(
        CommandArray.type(panda.dof()),
        "/position_controller/commands",
        Qos.STATE,
        m -> positions.add(m.values.clone()));
    activate();
    BlockingQueue<FilterStatus> all = statuses();
    await(all, FilterAction.PASS, FilterReason.NONE);
    // The robot of this test stands still, as one in a protective stop does.
    inputs.aim(1);
    await(all, FilterAction.STOP, FilterReason.NOT_FOLLOWED);
    positions.clear();
    // The command comes back to where the robot is, no faster than a joint may move, and stays.
    double most = panda.joints().get(0).limits().velocity() / panda.control().rateHz();
    double[] sent = positions.poll(30, TimeUnit.SECONDS);
    for (int k = 0; k < 1000 && sent != null && sent[0] != state.position[0]; k++) {
      double[] next = positions.poll(30, TimeUnit.SECONDS);
      assertNotNull(next);
      assertTrue(Math.abs(next[0] - sent[0]) <= most * 1.001, sent[0] + " to " + next[0]);
      sent = next;
    }
    assertNotNull(sent);
    assertEquals(state.position[0], sent[0]);
    inputs.aim(0);
    assertTrue(trigger("reset_fault").success());
    await(all, FilterAction.PASS, FilterReason.NONE);
  }

  @Test
  void whatCannotBeLoadedLeavesItUnconfigured() throws Exception {
    create(Map.of("robot", ParameterValue.of("no-such-robot")));
    assertFalse(change("configure"));
    assertEquals(LifecycleState.UNCONFIGURED, node.state());
  }

  @Test
  void pauseEmergencyStopAndResetActOnTheRunningLoop() throws Exception {
    create(Map.of());
    activate();
    BlockingQueue<FilterStatus> all = statuses();
    await(all, FilterAction.PASS, FilterReason.NONE);
    var pause = world.client(StandardServices.SET_BOOL, "/safety_filter/pause");
    assertTrue(pause.call(true).get(30, TimeUnit.SECONDS).success());
    await(all, FilterAction.SLOWDOWN, FilterReason.PAUSED);
    assertTrue(pause.call(false).get(30, TimeUnit.SECONDS).success());
    await(all, FilterAction.PASS, FilterReason.NONE);
    assertTrue(trigger("emergency_stop").success());
    await(all, FilterAction.STOP, FilterReason.EMERGENCY_STOP);
    assertTrue(trigger("reset_fault").success());
    await(all, FilterAction.PASS, FilterReason.NONE);
  }

  /**
   * After a delay, states arrive in a burst; the robot takes only the last command of its period.
   */
  @Test
  void aBurstOfStatesGivesNoBurstOfCommands() throws Exception {
    create(Map.of());
    activate();
    for (int round = 0; round < 20; round++) {
      synchronized (this) {
        commands.clear();
        long begin = NodeClock.nanos();
        for (int k = 1; k <= 8; k++) {
          state.header.stampNanos += PERIOD / 10;
          states.publish(state);
          while (NodeClock.nanos() - begin < k * PERIOD / 10) {
            Thread.onSpinWait();
          }
        }
        int sent = commands.size();
        long most = (NodeClock.nanos() - begin) / (PERIOD / 2) + 2;
        assertTrue(sent <= most, sent + " commands where at most " + most + " are allowed");
      }
      Thread.sleep(5);
    }
  }

  @Test
  void deactivatedItSendsNothingMore_andCanBeActivatedAgain() throws Exception {
    create(Map.of());
    activate();
    assertNotNull(commands.poll(30, TimeUnit.SECONDS));
    assertTrue(change("deactivate"));
    commands.clear();
    assertEquals(null, commands.poll(200, TimeUnit.MILLISECONDS));
    activateAgain();
    assertNotNull(commands.poll(30, TimeUnit.SECONDS));
    assertTrue(change("deactivate"));
    assertTrue(change("cleanup"));
    assertEquals(LifecycleState.UNCONFIGURED, node.state());
    assertTrue(change("configure"));
    activateAgain();
    commands.clear();
    assertNotNull(commands.poll(30, TimeUnit.SECONDS));
  }

  @Test
  void aSetIsInForceInTheFirstCycleThatBeginsAfterItsReply() throws Exception {
    create(Map.of());
    activate();
    for (int k = 1; k <= 200; k++) {
      double share = k % 2 == 0 ? 0.3 : 0.6;
      assertEquals(
          "",
          set(
              new Parameter("envelope.speed_scale", ParameterValue.of(share)),
              new Parameter("envelope.stiffness_scale", ParameterValue.of(share)),
              new Parameter("filter.alpha", ParameterValue.of(10 * share))));
      // The cycle of the next command, at the latest, began after the reply: one may be under way.
      commands.clear();
      commands.poll(30, TimeUnit.SECONDS);
      commands.poll(30, TimeUnit.SECONDS);
      FilterTuning inForce = node.inForce();
      assertEquals(10 * share, inForce.alpha());
      assertEquals(share, inForce.planned().envelope().speedScale());
      assertSame(EffectiveEnvelope.Limiter.OPERATOR, inForce.planned().speedBy());
    }
  }

  @Test
  void noCycleUsesHalfOfAnAtomicSet() throws Exception {
    create(Map.of());
    activate();
    Thread setter =
        new Thread(
            () -> {
              for (int k = 0; k < 2_000; k++) {
                double share = 0.1 + 0.8 * (k % 97) / 97;
                shell
                    .parameters()
                    .set(
                        List.of(
                            new Parameter("envelope.stiffness_scale", ParameterValue.of(share)),
                            new Parameter("filter.alpha", ParameterValue.of(share))));
              }
            });
    assertEquals(
        "",
        set(
            new Parameter("envelope.stiffness_scale", ParameterValue.of(0.5)),
            new Parameter("filter.alpha", ParameterValue.of(0.5))));
    commands.clear();
    commands.poll(30, TimeUnit.SECONDS);
    commands.poll(30, TimeUnit.SECONDS);
    setter.start();
    int looks = 0;
    while (setter.isAlive() || looks == 0) {
      FilterTuning t = node.inForce();
      assertEquals(Math.min(1, t.alpha()), t.planned().envelope().stiffnessScale());
      looks++;
    }
    setter.join();
  }

  @Test
  void whatPeopleLookAtIsPublished() throws Exception {
    create(Map.of());
    BlockingQueue<String> logs = new LinkedBlockingQueue<>();
    world.subscribe(Log.TYPE, "/rosout", Qos.LOG, m -> logs.add(m.value.text()));
    activate();
    BlockingQueue<Diagnostics> diagnostics = new LinkedBlockingQueue<>();
    world.subscribe(Diagnostics.TYPE, "/diagnostics", Qos.RELIABLE, m -> diagnostics.add(m.value));
    BlockingQueue<Markers> markers = new LinkedBlockingQueue<>();
    world.subscribe(Markers.TYPE, "/safety_filter/markers", Qos.LATCHED, m -> markers.add(m.value));
    Diagnostics d = diagnostics.poll(30, TimeUnit.SECONDS);
    while (!d.message().startsWith("PASS")) {
      d = diagnostics.poll(30, TimeUnit.SECONDS);
    }
    assertEquals("safety_filter: filter", d.name());
    assertEquals("panda", d.hardwareId());
    assertEquals(0, d.level());
    Markers last = markers.poll(30, TimeUnit.SECONDS);
    // A machine that is busy may hold a state up meanwhile, which is shown as well.
    while (last.markers().isEmpty() || !last.markers().get(1).text().startsWith("PASS, level ")) {
      last = markers.poll(30, TimeUnit.SECONDS);
    }
    assertEquals("table", last.markers().get(0).text());
    assertTrue(logs.contains("active"), logs.toString());
  }

  @Test
  void everybodyMayTightenTheProfileAndOnlyTheKeyWidensIt(@TempDir Path folder) throws Exception {
    Path key = folder.resolve("operator.key");
    Files.writeString(key, "open sesame\n");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    create(Map.of("operator.key_file", ParameterValue.of(key.toString())));
    BlockingQueue<Integer> profiles = new LinkedBlockingQueue<>();
    world.subscribe(
        FilterStatus.TYPE, "/safety_filter/status", Qos.RELIABLE, m -> profiles.add(m.profile));
    BlockingQueue<ParameterServices.Event> events = new LinkedBlockingQueue<>();
    world.subscribe(
        ParameterServices.EVENT, "/parameter_events", Qos.EVENTS, m -> events.add(m.value));
    activate();
    Parameter manual = new Parameter("profile", ParameterValue.of("manual"));
    Parameter fenced = new Parameter("profile", ParameterValue.of("fenced"));
    assertEquals("", set(manual));
    assertEquals(0.25, shell.snapshot().number("profiles.manual.tool_speed"));
    awaitProfile(profiles, SafetyProfile.MANUAL);
    assertTrue(set(fenced).contains("operator.key"), "without a key");
    assertTrue(
        set(fenced, new Parameter("operator.key", ParameterValue.of("open says me")))
            .contains("operator.key"),
        "with a wrong one");
    assertEquals("manual", shell.snapshot().text("profile"));
    assertEquals("", set(fenced, new Parameter("operator.key", ParameterValue.of("open sesame"))));
    awaitProfile(profiles, SafetyProfile.FENCED);
    assertEquals("none", shell.snapshot().text("operator.key"), "the key is not kept");
    for (ParameterServices.Event e : events) {
      assertTrue(e.changed().stream().noneMatch(p -> p.name().equals("operator.key")), "nor told");
    }
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    assertEquals("", set(manual));
    assertTrue(
        set(fenced, new Parameter("operator.key", ParameterValue.of("open sesame")))
            .contains("chmod 600"),
        "a key that others can read is none");
  }

  private static void awaitProfile(BlockingQueue<Integer> profiles, SafetyProfile wanted)
      throws InterruptedException {
    Integer now = profiles.poll(30, TimeUnit.SECONDS);
    while (now != null && now != wanted.code()) {
      now = profiles.poll(30, TimeUnit.SECONDS);
    }
    assertEquals(wanted.code(), now);
  }

  @Test
  void aLoopThatEndsByAFaultOfOursDoesNotLookAlive() throws Exception {
    create(Map.of());
    BlockingQueue<Diagnostics> diagnostics = new LinkedBlockingQueue<>();
    world.subscribe(Diagnostics.TYPE, "/diagnostics", Qos.RELIABLE, m -> diagnostics.add(m.value));
    activate();
    // Something that cannot happen: the subscriber of commands throws on the control thread.
    world.subscribe(
        CommandArray.type(panda.dof()),
        "/effort_controller/commands",
        Qos.STATE,
        m -> {
          throw new IllegalStateException("injected");
        });
    Diagnostics d = diagnostics.poll(30, TimeUnit.SECONDS);
    while (!d.message().startsWith("the control loop ended")) {
      d = diagnostics.poll(30, TimeUnit.SECONDS);
    }
    assertEquals(2, d.level());
    assertTrue(d.message().contains("injected"), d.message());
    assertTrue(change("deactivate"));
  }

  @Test
  void aSecondPublisherOfEnvelopesIsTheBaseAndIsNamedInDiagnostics() throws Exception {
    create(Map.of());
    activate();
    BlockingQueue<EnvelopeState> all = new LinkedBlockingQueue<>();
    world.subscribe(
        EnvelopeState.TYPE, "/safety_filter/envelope", Qos.LATCHED, m -> all.add(m.value));
    BlockingQueue<Diagnostics> diagnostics = new LinkedBlockingQueue<>();
    world.subscribe(Diagnostics.TYPE, "/diagnostics", Qos.RELIABLE, m -> diagnostics.add(m.value));
    EnvelopeState e = all.poll(30, TimeUnit.SECONDS);
    while (!e.plannerAlive() || e.level() != EnvelopeLevels.DEFAULT.top()) {
      e = all.poll(30, TimeUnit.SECONDS);
    }
    RosNode rival = backend.createNode(NodeNames.of("rival"));
    rival.publisher(EnvelopeUpdate.TYPE, "/envelope_planner/envelope", Qos.LATCHED);
    while (e.plannerAlive()) {
      e = all.poll(30, TimeUnit.SECONDS);
    }
    assertEquals(0, e.level());
    Diagnostics d = diagnostics.poll(30, TimeUnit.SECONDS);
    while (d.level() == 0 || !told(d, "envelopes refused", "[1-9].*")) {
      d = diagnostics.poll(30, TimeUnit.SECONDS);
    }
    rival.close();
    while (!e.plannerAlive()) {
      e = all.poll(30, TimeUnit.SECONDS);
    }
    assertEquals(EnvelopeLevels.DEFAULT.top(), e.level());
  }

  private static boolean told(Diagnostics d, String key, String pattern) {
    return d.values().stream().anyMatch(v -> v.key().equals(key) && v.value().matches(pattern));
  }

  @Test
  void withSimulatedTimeStampsAreThoseOfTheClock() throws Exception {
    create(Map.of("use_sim_time", ParameterValue.of(true)));
    RosPublisher<Clock> clock = world.publisher(Clock.TYPE, "/clock", Qos.STATE);
    Clock tick = new Clock();
    tick.nanos = 12_345_000_000L;
    clock.publish(tick);
    BlockingQueue<Long> stamps = new LinkedBlockingQueue<>();
    world.subscribe(
        EnvelopeState.TYPE,
        "/safety_filter/envelope",
        Qos.LATCHED,
        m -> stamps.add(m.value.stampNanos()));
    long stamp = stamps.poll(30, TimeUnit.SECONDS);
    while (stamp == 0) {
      stamp = stamps.poll(30, TimeUnit.SECONDS);
    }
    assertEquals(12_345_000_000L, stamp);
  }

  @Test
  void anOperatorNeverWidensWhatThePlannerGrants() throws Exception {
    create(Map.of("envelope.max_level", ParameterValue.of(1L)));
    activate();
    BlockingQueue<EnvelopeState> all = new LinkedBlockingQueue<>();
    world.subscribe(
        EnvelopeState.TYPE, "/safety_filter/envelope", Qos.LATCHED, m -> all.add(m.value));
    EnvelopeState e = all.poll(30, TimeUnit.SECONDS);
    while (!e.plannerAlive()) {
      e = all.poll(30, TimeUnit.SECONDS);
    }
    assertEquals(1, e.level());
    assertEquals(EnvelopeLevels.DEFAULT.at(1).speedScale(), e.speedScale());
    assertEquals(EffectiveEnvelope.Limiter.OPERATOR.code(), e.levelBy());
    assertEquals(
        "envelope.speed_scale is 1.5: allowed is 0.05 to 1.0",
        set(new Parameter("envelope.speed_scale", ParameterValue.of(1.5))));
  }
}
