package org.reins.node.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reins.filter.Envelope;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterReason;
import org.reins.filter.legged.PolicyWalkFilter;
import org.reins.filter.legged.TargetPlan;
import org.reins.filter.legged.TargetPolicy;
import org.reins.filter.legged.WalkTiming;
import org.reins.filter.observation.DescribedPolicy;
import org.reins.filter.observation.PolicyNetwork;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyFile;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;
import org.reins.sim.PlantParameters;
import org.reins.sim.legged.BodyJudge;
import org.reins.sim.legged.EmbeddedLegged;
import org.reins.sim.legged.LimitJudge;
import org.reins.sim.legged.Terrain;

/** A Go2 whose policy commands joint targets, in lockstep: what a bad policy and bad sensors do. */
class TargetStepTest {
  private static final Envelope TOP = EnvelopeLevels.DEFAULT.at(4);

  // From this tilt on the robot falls, and the ground pushes its joints, rad.
  private static final double TOPPLING = 0.5;

  private final RobotModel go2 = RobotFiles.load("go2");
  private final PolicyDescription policy = PolicyFile.parse("p.yaml", yaml());
  private final EmbeddedLegged sim = new EmbeddedLegged(go2, PlantParameters.WALK, Terrain.FLAT);
  private final BodyJudge body = new BodyJudge(sim);
  private final LimitJudge judge = new LimitJudge(go2);
  private final RobotState state = RobotState.of(go2);
  private final double[] twist = {0, 0, 0};
  private final double[] torque = new double[12];
  private final PolicyWalkFilter filter =
      new PolicyWalkFilter(go2, WalkTiming.of(go2, policy.period()), policy.twist());
  private final WalkStep step =
      new WalkStep(
          new LoadedWalk(
              go2,
              filter,
              filtering -> new TargetPlan(go2, policy, filtering ? filter : null),
              false,
              new TwistLimits(3, 3),
              0.5,
              0),
          true,
          true);
  private boolean sensing = true;
  private boolean hold;

  private static String yaml() {
    return """
    schema: reins/policy/1
    name: stands
    period: 0.02
    joints:
      names: [FR_hip_joint, FR_thigh_joint, FR_calf_joint, FL_hip_joint, FL_thigh_joint,
              FL_calf_joint, RR_hip_joint, RR_thigh_joint, RR_calf_joint, RL_hip_joint,
              RL_thigh_joint, RL_calf_joint]
      posture: [0.1, 0.8, -1.5, -0.1, 0.8, -1.5, 0.1, 0.8, -1.5, -0.1, 0.8, -1.5]
      stiffness: [40, 41, 42, 40, 41, 42, 40, 41, 42, 40, 41, 42]
      damping: 1
    commands: {twist: {low: [-0.5, -0.2, -0.6], high: [0.8, 0.2, 0.6]}}
    inputs: [{terms: [{term: joint_position_relative}, {term: command_twist}]}]
    outputs: [{terms: [{action: joint_position}]}]
    """;
  }

  @BeforeEach
  void stand() {
    sim.reset(1, step.plan.posture(), state);
    step.begin();
    run(250, this::answerPosture);
    assertFalse(body.fallen());
  }

  private void answerPosture(float[] action) {
    for (int i = 0; i < 12; i++) {
      action[i] = (float) policy.joints().posture()[i];
    }
  }

  private void run(int periods, Consumer<float[]> answer) {
    for (int k = 0; k < periods; k++) {
      FilterReason arrival = sensing ? FilterReason.NONE : FilterReason.STATE_STALE;
      step.take(state, arrival, 0.002);
      step.ask(twist, TOP, 10);
      step.run(hold, () -> answer.accept(step.action));
      for (int s = 0; s < 2; s++) {
        for (int i = 0; i < 12; i++) {
          torque[i] =
              step.targets.kp[i] * (step.targets.q[i] - state.q[i])
                  - step.targets.kd[i] * state.qd[i]
                  + step.targets.tau[i];
          assertTrue(Double.isFinite(torque[i]));
        }
        sim.step(torque, 0.001, state);
      }
      body.observe();
      judge.observe(sim.trueQ(), sim.trueQd(), step.torque);
    }
  }

  @Test
  void theMotorsGetThePolicysOwnGains_jointByJoint() {
    run(1, this::answerPosture);
    assertEquals(40, step.targets.kp[0]);
    assertEquals(41, step.targets.kp[4]);
    assertEquals(42, step.targets.kp[11]);
    assertTrue(step.targets.kd[3] > 0 && step.targets.kd[3] <= 1);
  }

  @Test
  void whenThePolicyHasNoAnswer_theRobotStandsInTheDefaultPosture() {
    step.plan.clear(step.action);
    run(1000, a -> {});
    assertFalse(body.fallen());
    for (int i = 0; i < 12; i++) {
      assertEquals(policy.joints().posture()[i], step.targets.q[i], 1e-6);
    }
  }

  @Test
  void oneWildAnswerBeforeThePolicyFallsSilent_doesNotPullTheLegsForSeconds() {
    for (int joint : new int[] {0, 1, 2, 4, 8, 9}) {
      for (float wild : new float[] {100, -100, 1.5f}) {
        body.reset();
        sim.reset(1, step.plan.posture(), state);
        step.begin();
        step.rested();
        run(250, this::answerPosture);
        run(
            10,
            a -> {
              answerPosture(a);
              a[joint] = wild;
            });
        step.plan.clear(step.action);
        run(1500, a -> {});
        for (int i = 0; i < 12; i++) {
          assertEquals(policy.joints().posture()[i], step.targets.q[i], 0.75, "joint " + i);
        }
      }
    }
  }

  @Test
  void aPolicyOfAnotherDescriptionIsNotAnswered_andSaysWhy() {
    String other = yaml().replace("damping: 1", "damping: 2");
    PolicyDescription stranger = PolicyFile.parse("other.yaml", other);
    double[] gains = new double[12];
    TargetPolicy node =
        new TargetPolicy(
            go2, new DescribedPolicy(go2, stranger, gains, gains, (in, out) -> new Zeros()));
    float[] answer = new float[12];
    step.plan.observe(step.observation);
    node.act(step.observation, answer);
    assertTrue(Float.isNaN(answer[0]));
    assertTrue(node.refusal().startsWith("the filter's walk.policy is another description"));
    TargetPolicy same =
        new TargetPolicy(
            go2, new DescribedPolicy(go2, policy, gains, gains, (in, out) -> new Zeros()));
    same.act(step.observation, answer);
    assertEquals(0.8f, answer[1]);
    assertEquals("", same.refusal());
  }

  /** A network that answers zeros: the default posture. */
  private static final class Zeros implements PolicyNetwork {
    @Override
    public void run(float[][] inputs, float[][] outputs) {
      Arrays.fill(outputs[0], 0);
    }

    @Override
    public void close() {}
  }

  @Test
  void aStoppedRobotAsksNobody() {
    step.stop(FilterReason.COMMAND_REFUSED);
    boolean[] asked = {false};
    run(100, a -> asked[0] = true);
    assertFalse(asked[0]);
  }

  @Test
  void afterAGapTheTargetsDoNotJumpToThePolicys() {
    step.plan.clear(step.action);
    run(500, a -> {});
    double before = step.targets.q[4];
    run(
        1,
        a -> {
          answerPosture(a);
          a[4] += 0.4f;
        });
    run(1, a -> {});
    assertEquals(before, step.targets.q[4], 0.05);
  }

  @Test
  void aPolicyThatMovesFastFromItsFirstAnswerOn_isNotSlowedDownForLong() {
    step.plan.clear(step.action);
    run(100, a -> {});
    // Each joint's target goes back and forth by more than the way back after a gap allows.
    for (int k = 0; k < 40; k++) {
      float sign = k % 2 == 0 ? 0.3f : -0.3f;
      float[] wanted = new float[12];
      answerPosture(wanted);
      for (int i = 0; i < 12; i++) {
        wanted[i] += sign;
      }
      for (int period = 0; period < 10; period++) {
        step.plan.update(state, true);
        double[] targets = step.plan.targets(wanted);
        for (int i = 0; k > 10 && i < 12; i++) {
          assertEquals(wanted[i], targets[i], 1e-6);
        }
      }
    }
  }

  @Test
  void anAnswerThatIsNotFinite_isNone() {
    run(1000, a -> Arrays.fill(a, Float.NaN));
    assertFalse(body.fallen());
    assertFalse(step.isLatched());
  }

  @Test
  void whenTheSensorsAreLost_theRobotStandsOnItsMotorsLoops() {
    sensing = false;
    // The policy sees its last values again and wants the legs pulled up.
    run(1000, a -> Arrays.fill(a, 0));
    assertFalse(body.fallen());
    assertFalse(filter.march());
  }

  @Test
  void wildTargetsHardlyCarryAJointBeyondItsLimitsBeforeTheFall_andNoTorqueEver() {
    int total = 0;
    double deepest = 0;
    for (int seed = 1; seed <= 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      body.reset();
      sim.reset(seed, step.plan.posture(), state);
      step.begin();
      step.rested();
      for (int k = 0; k < 1000 && !body.fallen() && body.tilt() < TOPPLING; k++) {
        run(1, a -> wild(random, a));
        total++;
        deepest = Math.max(deepest, beyond());
      }
    }
    // The ground pushes the joints of a toppling robot, harder than its motors are.
    assertTrue(judge.position() <= 0.02 * total, judge.position() + " of " + total + " periods");
    assertTrue(deepest < 0.03, "a joint went " + deepest + " rad beyond its limit");
    // The legs of a falling robot hit the ground: no torque takes that speed away at once.
    assertTrue(judge.speed() <= 0.01 * total, judge.speed() + " of " + total + " periods too fast");
    SplittableRandom random = new SplittableRandom(4);
    run(1000, a -> wild(random, a));
    assertEquals(0, judge.torque());
  }

  /** The farthest that a joint is beyond its limits, rad. */
  private double beyond() {
    double most = 0;
    for (int i = 0; i < 12; i++) {
      JointLimits l = go2.joints().get(i).limits();
      most = Math.max(most, Math.max(l.lower() - sim.trueQ()[i], sim.trueQ()[i] - l.upper()));
    }
    return most;
  }

  private static void wild(SplittableRandom random, float[] action) {
    for (int i = 0; i < 12; i++) {
      action[i] = (float) random.nextDouble(-100, 100);
    }
  }

  @Test
  void theTwistThatThePolicySeesStaysInItsTrainedRange() {
    twist[0] = 2;
    twist[1] = -2;
    twist[2] = 2;
    run(1000, this::answerPosture);
    assertEquals(0.8, step.plan.twist()[0], 1e-9);
    assertEquals(-0.2, step.plan.twist()[1], 1e-9);
    assertEquals(0.6, step.plan.twist()[2], 1e-9);
    assertTrue(filter.share() < 1);
    twist[0] = Double.NaN;
    run(1000, this::answerPosture);
    assertEquals(0, step.plan.twist()[0], 1e-9);
  }

  @Test
  void aHeldRobotStands_andWalksAgainOnlyAfterAWhile() {
    hold = true;
    run(500, a -> Arrays.fill(a, 0));
    assertFalse(filter.march());
    assertEquals(0, filter.share());
    hold = false;
    run(100, a -> Arrays.fill(a, 0));
    assertFalse(filter.march(), "a fifth of a second after the hold it still stands");
    run(500, this::answerPosture);
    assertTrue(filter.march());
    assertFalse(body.fallen());
  }

  @Test
  void aBodyThatLeansTooFarIsDamped() {
    state.base.quaternion[0] = Math.cos(0.6);
    state.base.quaternion[1] = Math.sin(0.6);
    for (int k = 0; k < 200 && !filter.isLost(); k++) {
      step.take(state, FilterReason.NONE, 1);
      step.run(false, () -> answerPosture(step.action));
    }
    assertTrue(filter.isLost());
    step.run(false, () -> answerPosture(step.action));
    for (int i = 0; i < 12; i++) {
      assertEquals(0, step.targets.kp[i]);
    }
  }
}
