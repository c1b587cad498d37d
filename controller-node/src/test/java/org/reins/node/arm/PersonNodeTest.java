package org.reins.node.arm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;
import org.reins.filter.FilterSettings;
import org.reins.filter.SafetyFilter;
import org.reins.filter.constraint.ConstraintFile;
import org.reins.filter.constraint.Obstacles;
import org.reins.filter.qp.QpBackEnd;
import org.reins.node.NodeShell;
import org.reins.node.filter.EvenPace;
import org.reins.node.filter.FilterNode;
import org.reins.node.filter.PolicyAndPlanner;
import org.reins.node.inprocess.InProcessBackend;
import org.reins.node.lifecycle.LifecycleServices;
import org.reins.node.messages.CommandArray;
import org.reins.node.messages.FilterStatus;
import org.reins.node.messages.JointState;
import org.reins.node.messages.PointStamped;
import org.reins.node.messages.StandardServices;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.ControlFacts;
import org.reins.robot.model.RobotModel;

/**
 * A Panda whose constraint file keeps its tool apart from a person, over the in-process adapter.
 */
@Tag("realtime")
class PersonNodeTest {
  private static final String YAML =
      """
      schema: reins/constraints/1
      separations:
        - {name: tool, link: panda_link7, xyz: [0, 0, 0.2], radius: 0.05, reaction: 0.1}
      """;

  private final RobotModel panda = patient(RobotFiles.load("panda"));
  private final InProcessBackend backend = new InProcessBackend();
  private final RosNode world = backend.createNode(NodeNames.of("world"));
  private final RosPublisher<JointState> states =
      world.publisher(JointState.type(panda.jointNames()), "/joint_states", Qos.STATE);
  private final RosPublisher<PointStamped> people =
      world.publisher(PointStamped.TYPE, "/person", Qos.STATE);
  private final BlockingQueue<FilterStatus> statuses = new LinkedBlockingQueue<>();
  private final NodeShell shell =
      NodeShell.of(
          backend.createNode(NodeNames.of("safety_filter")),
          "safety_filter",
          Map.of(
              "autostart", ParameterValue.of(false),
              "action_timeout", ParameterValue.of(1.0),
              "person.timeout", ParameterValue.of(2.0),
              "envelope.timeout", ParameterValue.of(10.0)));
  private final FilterNode node =
      new FilterNode(shell, EnvelopeLevels.DEFAULT, ArmControl.kind(this::load));
  private final PolicyAndPlanner inputs = new PolicyAndPlanner(world, "safety_filter");
  private volatile boolean fed = true;
  // Where the person is, and whether anybody says so.
  private volatile double personY = 8;
  private volatile boolean told;
  private volatile String frame = "panda_link0";
  private long separationRow;

  /** This machine may hold the loop up for as long as any robot lets it. */
  private static RobotModel patient(RobotModel robot) {
    ControlFacts c = robot.control();
    return robot.withControl(
        new ControlFacts(c.rateHz(), c.commandMode(), c.gravityCompensated(), 1_000));
  }

  private LoadedArm load(ParameterSnapshot p) {
    FilterSettings settings = FilterSettings.DEFAULT;
    ConstraintFile file =
        ConstraintFile.parse("cell.yaml", YAML, panda, null, settings.forConstraints(panda));
    SafetyFilter filter =
        new SafetyFilter(panda, List.of(), null, file.constraints(), settings, QpBackEnd.OWN::make);
    separationRow = 1L << filter.rowNames().indexOf("tool.separation");
    return new LoadedArm(panda, filter, null, Obstacles.NONE, file.people(), 1);
  }

  private void feed() {
    JointState state = new JointState(panda.dof());
    System.arraycopy(panda.posture(), 0, state.position, 0, panda.dof());
    state.header.stampNanos = NodeClock.nanos();
    PointStamped person = new PointStamped();
    EvenPace pace = new EvenPace(1_000_000);
    for (long k = 0; fed; k++) {
      state.header.stampNanos += 1_000_000;
      states.publish(state);
      if (told && k % 20 == 0) {
        person.header.stampNanos = NodeClock.wallNanos();
        person.header.frame = frame.getBytes(StandardCharsets.UTF_8);
        person.x = 0.4;
        person.y = personY;
        person.z = 0.5;
        people.publish(person);
      }
      pace.awaitNext();
    }
  }

  private boolean change(String label) throws Exception {
    return world
        .client(LifecycleServices.CHANGE_STATE, "/safety_filter/change_state")
        .call(new LifecycleServices.Change(0, label))
        .get(30, TimeUnit.SECONDS);
  }

  /** Whether the policy is followed, as far as the other rows let it. */
  private boolean isFollowed(FilterStatus s) {
    return s.action <= FilterAction.MODIFIED.code() && (s.activeRows & separationRow) == 0;
  }

  private FilterStatus await(Predicate<FilterStatus> wanted) throws Exception {
    statuses.clear();
    String last = "";
    for (int k = 0; k < 3_000; k++) {
      FilterStatus s = statuses.poll(30, TimeUnit.SECONDS);
      assertNotNull(s, "statuses stopped");
      last = FilterAction.of(s.action) + ", " + FilterReason.of(s.reason) + ", " + s.activeRows;
      if (s.action == FilterAction.STOP.code()) {
        // Held up for even longer: an operator resumes.
        world
            .client(StandardServices.TRIGGER, "/safety_filter/reset_fault")
            .call(true)
            .get(30, TimeUnit.SECONDS);
      }
      if (wanted.test(s)) {
        return s;
      }
    }
    throw new AssertionError("no such status came; the last one: action " + last);
  }

  @AfterEach
  void end() {
    fed = false;
    inputs.close();
    node.close();
    shell.close();
  }

  @Test
  void theArmKeepsApartFromThePerson_andStandsWhereNobodySaysWhereThePersonIs() throws Exception {
    world.subscribe(
        CommandArray.type(panda.dof()), "/effort_controller/commands", Qos.STATE, m -> {});
    world.subscribe(
        FilterStatus.TYPE,
        "/safety_filter/status",
        Qos.RELIABLE,
        m -> {
          FilterStatus copy = new FilterStatus();
          copy.action = m.action;
          copy.reason = m.reason;
          copy.activeRows = m.activeRows;
          statuses.add(copy);
        });
    assertTrue(change("configure"));
    Thread robot = new Thread(this::feed, "robot");
    robot.setDaemon(true);
    robot.start();
    inputs.awaitStates();
    assertFalse(change("activate"), "nobody says where the person is");
    told = true;
    boolean active = false;
    for (int k = 0; k < 100 && !active; k++) {
      active = change("activate");
    }
    assertTrue(active);
    // Far away the person changes nothing.
    await(this::isFollowed);
    // The policy drives the arm towards a person who stands beside it: it may not come nearer.
    inputs.aim(0.5);
    personY = 0.5;
    await(s -> (s.activeRows & separationRow) != 0 && s.action == FilterAction.MODIFIED.code());
    personY = 8;
    await(this::isFollowed);
    // A sensor that falls silent is no empty cell.
    told = false;
    FilterStatus lost = await(s -> s.reason == FilterReason.PERSON_UNKNOWN.code());
    assertEquals(FilterAction.SLOWDOWN.code(), lost.action);
    told = true;
    await(this::isFollowed);
    // A position seen from the camera is none of the robot's base.
    frame = "camera_link";
    await(s -> s.reason == FilterReason.PERSON_UNKNOWN.code());
    frame = "";
    await(this::isFollowed);
  }

  @Test
  void aPersonInAnotherFrame_isRefusedByItsName() {
    byte[] base = "panda_link0".getBytes(StandardCharsets.UTF_8);
    PersonIntake intake = new PersonIntake(world, shell.time(), 1, List.of("panda_link0", "cell"));
    RosNode camera = backend.createNode(NodeNames.of("camera"));
    RosPublisher<PointStamped> sees = camera.publisher(PointStamped.TYPE, "/person", Qos.STATE);
    PointStamped person = new PointStamped();
    for (String name : List.of("camera_link", "panda_link01", "panda_link", "x".repeat(150))) {
      person.header.frame = name.getBytes(StandardCharsets.UTF_8);
      person.header.stampNanos = NodeClock.wallNanos();
      sees.publish(person);
      String missing = intake.missing(NodeClock.nanos());
      assertTrue(
          missing.contains("its frame is " + name.substring(0, Math.min(100, name.length()))),
          missing);
      assertTrue(missing.contains("panda_link0 or cell"), missing);
    }
    person.header.frame = base;
    person.header.stampNanos = NodeClock.wallNanos();
    sees.publish(person);
    double[] at = new double[3];
    assertFalse(Double.isNaN(intake.take(NodeClock.nanos(), at)));
  }
}
