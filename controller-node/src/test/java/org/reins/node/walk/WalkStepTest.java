package org.reins.node.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reins.filter.Envelope;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterReason;
import org.reins.filter.legged.FilteredWalk;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;
import org.reins.sim.PlantParameters;
import org.reins.sim.legged.BodyJudge;
import org.reins.sim.legged.EmbeddedLegged;
import org.reins.sim.legged.LimitJudge;
import org.reins.sim.legged.Terrain;

/** A Go1 that walks, in lockstep, while its sensors say what is not true. */
class WalkStepTest {
  private static final Envelope BASE = EnvelopeLevels.DEFAULT.base();

  private final RobotModel go1 = RobotFiles.load("go1");
  private final EmbeddedLegged sim = new EmbeddedLegged(go1, PlantParameters.WALK, Terrain.FLAT);
  private final BodyJudge body = new BodyJudge(sim);
  private final LimitJudge judge = new LimitJudge(go1);
  private final RobotState state = RobotState.of(go1);
  private final RobotState told = RobotState.of(go1);
  private final double[] twist = {0.4, 0, 0};
  private final double[] torque = new double[12];
  private final WalkStep step =
      new WalkStep(
          LoadedWalk.gait(
              go1, new FilteredWalk(go1, null, 10), false, new TwistLimits(1, 1), 0.5, 0),
          true,
          true);
  private FilterReason said = FilterReason.NONE;
  private FilterReason first = FilterReason.NONE;
  private FilterReason arrival = FilterReason.NONE;

  @BeforeEach
  void walk() {
    sim.reset(1, go1.posture(), state);
    step.begin();
    run(500, k -> {});
    assertEquals(FilterReason.NONE, first);
  }

  /** Motor periods in which the sensors' words are changed. */
  private void run(int periods, IntConsumer lie) {
    first = FilterReason.NONE;
    for (int k = 0; k < periods; k++) {
      System.arraycopy(state.q, 0, told.q, 0, 12);
      System.arraycopy(state.qd, 0, told.qd, 0, 12);
      System.arraycopy(state.base.quaternion, 0, told.base.quaternion, 0, 4);
      System.arraycopy(state.base.angular, 0, told.base.angular, 0, 3);
      System.arraycopy(state.base.contact, 0, told.base.contact, 0, 4);
      lie.accept(k);
      said = step.take(told, arrival, 0.002);
      first = first == FilterReason.NONE ? said : first;
      step.ask(twist, BASE, 10);
      step.run(false, () -> {});
      act();
    }
  }

  /** One motor period under the command; the loops in the motors see their own encoders. */
  private void act() {
    for (int k = 0; k < 2; k++) {
      for (int i = 0; i < 12; i++) {
        torque[i] =
            step.targets.kp[i] * (step.targets.q[i] - state.q[i])
                - step.targets.kd[i] * state.qd[i]
                + step.targets.tau[i];
        assertTrue(Double.isFinite(torque[i]));
      }
      sim.step(torque, 0.002 / 2, state);
    }
    body.observe();
    judge.observe(sim.trueQ(), sim.trueQd(), step.torque);
  }

  private void requireRest() {
    assertTrue(step.isLatched());
    for (int i = 0; i < 12; i++) {
      assertEquals(0, step.targets.kp[i]);
      assertTrue(step.targets.kd[i] > 0);
      assertTrue(!step.isFresh() || step.torque[i] * step.seen.qd[i] <= 0, "no joint is driven");
    }
  }

  private void requireFinite() {
    double sum = 0;
    for (double[] array :
        new double[][] {
          step.targets.q,
          step.targets.tau,
          step.torque,
          step.nominal,
          step.seen.q,
          step.seen.qd,
          step.seen.base.quaternion,
          step.seen.base.angular,
          step.plan.odometry().velocity(),
          step.plan.twist()
        }) {
      for (double v : array) {
        sum += v;
      }
    }
    for (float v : step.observation) {
      sum += v;
    }
    assertTrue(Double.isFinite(sum + step.plan.odometry().height() + step.guard.share()));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, 644, 1e10, -1e308})
  void oneWildSample_isSkippedAndNothingOfItStays(double wild) {
    run(1, k -> told.qd[4] = wild);
    assertTrue(said != FilterReason.NONE);
    requireFinite();
    run(1, k -> told.q[7] = wild);
    assertTrue(said != FilterReason.NONE);
    run(1, k -> told.base.quaternion[1] = wild);
    assertTrue(said != FilterReason.NONE);
    run(1, k -> told.base.angular[2] = wild);
    assertTrue(said != FilterReason.NONE);
    requireFinite();
    run(500, k -> {});
    assertEquals(FilterReason.NONE, first);
    requireFinite();
    assertFalse(step.isLatched());
    assertFalse(body.fallen());
    assertEquals(0, judge.position() + judge.speed() + judge.torque());
    step.begin();
    run(10, k -> {});
    requireFinite();
  }

  @ParameterizedTest
  @CsvSource({"NaN, STATE_INVALID", "1e10, STATE_IMPLAUSIBLE", "-700, STATE_IMPLAUSIBLE"})
  void aJointThatIsMeasuredWronglyForLong_latchesAStop(double wild, FilterReason why) {
    run(500, k -> told.qd[3] = wild);
    assertEquals(why, step.latchedBy());
    requireRest();
    run(100, k -> {});
    // Good again, it stays so until somebody resets it.
    requireRest();
    requireFinite();
  }

  @Test
  void whenAllVelocitiesAreZeroWhileTheRobotMoves_itIsStopped() {
    run(500, k -> Arrays.fill(told.qd, 0));
    assertEquals(FilterReason.STATE_IMPLAUSIBLE, step.latchedBy());
    requireRest();
    // It folds onto its joints' own stops: where they are is not known any more.
    assertEquals(0, judge.speed() + judge.torque());
  }

  @Test
  void whenAllFreezes_itIsStopped() {
    double[] q = state.q.clone();
    double[] qd = state.qd.clone();
    run(
        500,
        k -> {
          System.arraycopy(q, 0, told.q, 0, 12);
          System.arraycopy(qd, 0, told.qd, 0, 12);
        });
    assertTrue(
        step.latchedBy() == FilterReason.STATE_FROZEN
            || step.latchedBy() == FilterReason.STATE_IMPLAUSIBLE,
        step.latchedBy().toString());
    requireRest();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5})
  void whenOneJointFreezes_itIsStopped(int joint) {
    double q = state.q[joint];
    run(
        500,
        k -> {
          told.q[joint] = q;
          told.qd[joint] = 0;
        });
    assertTrue(
        step.latchedBy() == FilterReason.STATE_FROZEN
            || step.latchedBy() == FilterReason.STATE_IMPLAUSIBLE,
        step.latchedBy().toString());
    requireRest();
  }

  @Test
  void anEncoderThatIsOffByATurn_isStopped() {
    run(500, k -> told.q[2] += 2 * Math.PI);
    assertEquals(FilterReason.STATE_IMPLAUSIBLE, step.latchedBy());
    requireRest();
  }

  @Test
  void withoutOrientation_itComesToAStandAndStays() {
    run(1_000, k -> Arrays.fill(told.base.quaternion, 0));
    assertEquals(FilterReason.STATE_INVALID, said);
    assertFalse(step.isLatched());
    assertFalse(body.fallen());
    double x = sim.truePosition()[0];
    run(500, k -> Arrays.fill(told.base.quaternion, Double.NaN));
    assertEquals(x, sim.truePosition()[0], 0.005);
    assertFalse(body.fallen());
  }

  @Test
  void withoutMeasurements_theReasonIsThatOfTheirAbsence() {
    arrival = FilterReason.STATE_OLD;
    run(1_000, k -> {});
    assertEquals(FilterReason.STATE_OLD, said);
    assertFalse(body.fallen());
    assertFalse(step.isLatched());
    arrival = FilterReason.NONE;
    run(500, k -> {});
    assertEquals(FilterReason.NONE, said);
    assertFalse(body.fallen());
  }

  @Test
  void stopped_nothingButRestIsSent() {
    step.stop(FilterReason.EMERGENCY_STOP);
    for (int k = 0; k < 1_000; k++) {
      run(1, j -> {});
      requireRest();
    }
    assertEquals(FilterReason.EMERGENCY_STOP, step.latchedBy());
    assertEquals(0, judge.position() + judge.speed() + judge.torque());
  }

  @Test
  void theFirstReasonOfAStopStays() {
    step.stop(FilterReason.LOOP_STALLED);
    step.stop(FilterReason.EMERGENCY_STOP);
    assertEquals(FilterReason.LOOP_STALLED, step.latchedBy());
  }

  @Test
  void withTorquesOnly_anOldMeasurementsTorqueFades() {
    WalkStep bare =
        new WalkStep(
            LoadedWalk.gait(
                go1, new FilteredWalk(go1, null, 10), false, new TwistLimits(1, 1), 0.5, 0),
            true,
            false);
    bare.begin();
    bare.take(state, FilterReason.NONE, 0.002);
    bare.run(false, () -> {});
    int silent = 0;
    while (!bare.isSilent()) {
      bare.take(state, FilterReason.STATE_STALE, 0.002);
      bare.run(true, () -> {});
      silent++;
    }
    assertTrue(silent <= 26, silent + " cycles of 2 ms");
    assertEquals(0, Arrays.stream(bare.torque).map(Math::abs).max().orElseThrow());
  }

  @Test
  void whatIsAskedForBeyondAllNumbers_isAStop() {
    Arrays.fill(twist, Double.NaN);
    run(1_000, k -> {});
    requireFinite();
    assertEquals(0, step.plan.twist()[0], 1e-9);
  }
}
