package org.reins.node.arm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reins.filter.EnvelopeLevels;
import org.reins.node.NodeShell;
import org.reins.node.embedded.EmbeddedBackend;
import org.reins.node.filter.EvenPace;
import org.reins.node.filter.IntakeFault;
import org.reins.node.filter.LiveTuning;
import org.reins.node.messages.EnvelopeUpdate;
import org.reins.node.messages.PolicyAction;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/** What drivers and policies send, over real DDS, and what is said of it. */
@Tag("realtime")
class IntakeOverDdsTest {
  private static final int DOMAIN = 97;

  private final RobotModel panda = RobotFiles.load("panda");
  private final EmbeddedBackend backend = new EmbeddedBackend(DOMAIN);
  private final RosNode driver = backend.createNode(NodeNames.of("driver"));
  private final RosNode policy = backend.createNode(NodeNames.of("policy"));
  private final NodeShell shell =
      NodeShell.of(backend.createNode(NodeNames.of("safety_filter")), "safety_filter", Map.of());
  private final LiveTuning tuning = new LiveTuning(EnvelopeLevels.DEFAULT, shell);
  private final ArmInbox inbox = new ArmInbox(shell.ros(), panda, tuning);
  private final RawStates state = RawStates.of(panda);
  private final PolicyAction action = new PolicyAction(panda.dof());
  private long rateHz = 1000;
  private volatile boolean running = true;
  private volatile long newestStamp;
  private volatile LongSupplier stamping = () -> 0;
  private Thread thread;

  @BeforeEach
  void prepare() {
    Arrays.fill(action.stiffness, 100);
  }

  @AfterEach
  void end() throws InterruptedException {
    running = false;
    if (thread != null) {
      thread.join();
    }
    driver.close();
    policy.close();
    shell.close();
  }

  /** A driver with this state, and a policy that answers it, each message as it is then. */
  private void feed(RosPublisher<RawStates> states, RosPublisher<PolicyAction> actions) {
    thread =
        new Thread(
            () -> {
              state.stamp = NodeClock.nanos();
              long period = 1_000_000_000L / rateHz;
              EvenPace pace = new EvenPace(period);
              for (long k = 0; running; k++) {
                state.stamp += period;
                newestStamp = state.stamp;
                states.publish(state);
                if (actions != null && k % 10 == 0) {
                  action.header.stampNanos = stamping.getAsLong();
                  actions.publish(action);
                }
                pace.awaitNext();
              }
            },
            "driver");
    thread.start();
  }

  private RosPublisher<RawStates> states() {
    return driver.publisher(RawStates.type(), "/joint_states", Qos.COMMAND);
  }

  private RosPublisher<PolicyAction> actions(Qos qos) {
    return policy.publisher(PolicyAction.type(panda.jointNames()), "/policy/action", qos);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    boolean met = condition.getAsBoolean();
    for (int k = 0; k < 3_000 && !met; k++) {
      TimeUnit.MILLISECONDS.sleep(10);
      met = condition.getAsBoolean();
    }
    assertTrue(met, "within 30 s");
  }

  /** Waits until a sentence says so: a busy host may let inputs be old for a moment. */
  private static String await(Supplier<String> sentence, Predicate<String> says)
      throws InterruptedException {
    String said = sentence.get();
    for (int k = 0; k < 3_000 && !says.test(said); k++) {
      TimeUnit.MILLISECONDS.sleep(10);
      said = sentence.get();
    }
    assertTrue(says.test(said), said);
    return said;
  }

  private String missing() {
    return inbox.missing(false, false);
  }

  private String awaitMissing(String part) throws InterruptedException {
    return await(this::missing, m -> m.contains(part));
  }

  private String saidOf(Consumer<RawStates> change, String part) throws InterruptedException {
    change.accept(state);
    feed(states(), null);
    return awaitMissing(part);
  }

  @Test
  void whenNobodyPublishes_itSaysSo() throws Exception {
    assertEquals(
        "no fresh state arrives on joint_states: no node publishes it as"
            + " sensor_msgs/msg/JointState",
        awaitMissing("no node publishes"));
    feed(states(), null);
    awaitMissing(
        "no fresh action arrives on policy/action, and no chunk on policy/chunk: no node publishes it"
            + " as reins_msgs/msg/PolicyAction");
  }

  @Test
  void statesWithoutEffortAreTaken_unlessEffortIsDemanded() throws Exception {
    saidOf(m -> m.effort = new double[0], "policy/action");
    assertTrue(inbox.states.take());
    assertFalse(inbox.states.latest().state.hasEffort);
    assertTrue(inbox.states.latest().state.hasVelocity);
    await(() -> inbox.missing(false, true), m -> m.contains("carry no efforts"));
  }

  @Test
  void statesWithoutVelocitiesAreRefused() throws Exception {
    saidOf(m -> m.velocity = new double[0], "no fresh state arrives on joint_states");
    String missing = awaitMissing("has no velocities");
    assertTrue(missing.contains("joint_state_broadcaster"), missing);
    assertTrue(inbox.states.refused(IntakeFault.NO_VELOCITY) > 0);
  }

  @Test
  void statesOfAnotherRobotAreNamedWithTheirPrefixAndTheNextStep() throws Exception {
    String missing =
        saidOf(m -> m.names.replaceAll(x -> "left_" + x), "left_panda_joint1, left_panda_joint2");
    assertTrue(missing.contains("with \"left_\" before them"), missing);
    assertTrue(missing.contains("parameter robot"), missing);
    assertTrue(missing.contains("remap joint_states"), missing);
  }

  @Test
  void aJointThatIsNamedTwiceIsTold() throws Exception {
    saidOf(m -> m.names.set(1, m.names.get(0)), "names joint panda_joint1 twice");
    assertTrue(inbox.states.refused(IntakeFault.JOINT_TWICE) > 0);
  }

  @Test
  void aMissingJointIsToldWithTheNamesThatCame() throws Exception {
    String missing = saidOf(m -> m.names.set(6, "wrist"), "does not name panda_joint7");
    assertTrue(missing.contains("it names panda_joint1"), missing);
    assertTrue(missing.contains("wrist"), missing);
  }

  @Test
  void lengthsThatDoNotMatchAreTold() throws Exception {
    saidOf(m -> m.velocity = new double[3], "names 7 joints and has 3 numbers in velocity");
  }

  @Test
  void positionsThatAreNotFiniteAreTold() throws Exception {
    saidOf(m -> m.position[2] = Double.NaN, "in position of joint panda_joint3 a number that is");
    assertTrue(inbox.states.take(), "the filter sees them all the same");
  }

  @Test
  void statesWithSixtyOtherJointsInAnyOrderAreTaken() throws Exception {
    saidOf(
        m -> {
          for (int i = 0; i < 60; i++) {
            m.names.add("body_extra_joint_number_" + i);
          }
          Collections.reverse(m.names);
          int all = m.names.size();
          m.position = new double[all];
          Arrays.setAll(m.position, i -> -i / 200.0);
          m.velocity = new double[all];
          m.effort = new double[all];
        },
        "policy/action");
    assertTrue(inbox.states.take());
    assertEquals(-0.33, inbox.states.latest().state.position[0]);
    assertEquals(-0.3, inbox.states.latest().state.position[6]);
  }

  @Test
  void statesLargerThanAllowedAreTold() throws Exception {
    String missing =
        saidOf(
            m -> {
              for (int i = 0; i < 700; i++) {
                m.names.add("body_extra_joint_number_" + i);
              }
              m.position = new double[m.names.size()];
              m.velocity = new double[m.names.size()];
              m.effort = new double[m.names.size()];
            },
            "messages of more than 32768 bytes");
    assertTrue(missing.contains("/driver"), missing);
  }

  @Test
  void aGrippersStatesOnTheSameTopicAreSkipped_andItsPublisherIsNoRival() throws Exception {
    RawStates fingers = RawStates.of(panda);
    fingers.names = List.of("finger1", "finger2");
    fingers.position = new double[2];
    fingers.velocity = new double[2];
    fingers.effort = new double[2];
    RosPublisher<RawStates> gripper =
        policy.publisher(RawStates.type(), "/joint_states", Qos.COMMAND);
    feed(states(), null);
    awaitMissing("policy/action");
    await(
        () -> {
          gripper.publish(fingers);
          assertTrue(inbox.states.publishers() <= 1);
          return inbox.states.refused(IntakeFault.OTHER_JOINTS) > 10;
        });
    awaitMissing("policy/action");
    await(() -> inbox.states.publishers() == 1);
  }

  @Test
  void aSecondPublisherOfTheRobotsStatesIsCountedAndNamed() throws Exception {
    RosPublisher<RawStates> rival =
        policy.publisher(RawStates.type(), "/joint_states", Qos.COMMAND);
    feed(states(), null);
    awaitMissing("policy/action");
    await(() -> inbox.states.publishers() == 1);
    RawStates other = RawStates.of(panda);
    await(
        () -> {
          other.stamp = newestStamp;
          rival.publish(other);
          return missing()
              .startsWith(
                  "2 publishers send states of all joints on joint_states (among /driver, /policy):"
                      + " there must be one");
        });
  }

  @Test
  void statesAtAnotherRateThanTheRobotFilesAreTold() throws Exception {
    rateHz = 100;
    feed(states(), null);
    awaitMissing("states arrive at 100 Hz and robot panda is filtered at 1000 Hz: set rate_hz");
    await(inbox.states::rateWarning, w -> w.startsWith("states arrive at 100 Hz"));
  }

  @Test
  void actionsOfAPublisherThatIsBestEffortAreNotHeard_andItIsNamed() throws Exception {
    feed(states(), actions(Qos.STATE));
    awaitMissing(
        "no fresh action arrives on policy/action, and no chunk on policy/chunk: publisher /policy"
            + " offers incompatible quality of service: its reliability is best effort, and reliable is required");
  }

  @Test
  void envelopesOfAPublisherThatIsVolatileOrBestEffortAreNotHeard_andItIsTold() throws Exception {
    RosPublisher<EnvelopeUpdate> first =
        driver.publisher(EnvelopeUpdate.TYPE, "/envelope_planner/envelope", Qos.RELIABLE);
    RosPublisher<PolicyAction> actions = actions(Qos.RELIABLE);
    answerStates();
    feed(states(), actions);
    await(this::missing, String::isEmpty);
    await(
        () -> inbox.missing(true, false),
        m ->
            m.contains(
                "publisher /driver offers incompatible quality of service: its durability is"
                    + " volatile, and transient local is required"));
    assertTrue(first.publish(new EnvelopeUpdate()));
  }

  @Test
  void anEnvelopeOfAPublisherThatIsBestEffortIsToldWithBothDemands() throws Exception {
    driver.publisher(EnvelopeUpdate.TYPE, "/envelope_planner/envelope", Qos.STATE);
    answerStates();
    feed(states(), actions(Qos.RELIABLE));
    await(
        () -> inbox.missing(true, false),
        m -> m.contains("best effort, and reliable is required, and transient local"));
  }

  /** The policy stamps its actions with the states. */
  private void answerStates() {
    stamping = () -> newestStamp;
  }

  @Test
  void actionsWithoutAStampAreRefused() throws Exception {
    feed(states(), stamped(() -> 0));
    awaitMissing("carries no stamp: each must carry the header.stamp of the state");
    assertTrue(inbox.refusedActions(IntakeFault.STAMP) > 0);
  }

  @Test
  void actionsStampedByAnotherClockAreRefused() throws Exception {
    feed(states(), stamped(() -> newestStamp - 3_000_000_000L));
    awaitMissing("is stamped 3.0 s before the newest state, allowed is 0.06 s (action_timeout)");
  }

  @Test
  void actionsThatAreNotFiniteOrHaveTheWrongLengthAreTold() throws Exception {
    action.stiffness[1] = Double.POSITIVE_INFINITY;
    feed(states(), stamped(() -> newestStamp));
    awaitMissing("has in stiffness of joint panda_joint2 a number that is not finite");
    assertTrue(inbox.refusedActions(IntakeFault.NOT_FINITE) > 0);
    action.stiffness[1] = -1;
    awaitMissing("has a negative stiffness of joint panda_joint2: a stiffness is 0 or more");
    action.stiffness[1] = 100;
    await(this::missing, String::isEmpty);
  }

  private RosPublisher<PolicyAction> stamped(LongSupplier stamp) {
    stamping = stamp;
    return actions(Qos.RELIABLE);
  }
}
