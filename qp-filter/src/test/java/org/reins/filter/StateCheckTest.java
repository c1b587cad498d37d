package org.reins.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

class StateCheckTest {
  private static final double DT = 0.001;

  private final RobotModel panda = RobotFiles.load("panda");
  private final StateCheck check = new StateCheck(panda);
  private final SplittableRandom random = new SplittableRandom(1);
  private final double[] q = panda.posture().clone();
  private final double[] qd = new double[7];
  private final double[] measuredQ = new double[7];
  private final double[] measuredQd = new double[7];
  private final double[] none = new double[7];
  private double time;

  @Test
  void aTrueMotionWithTheNoiseOfEncodersIsGood() {
    begin();
    for (int k = 0; k < 20_000; k++) {
      move();
      assertTrue(take(), () -> check.reason() + " of joint " + check.culprit());
    }
  }

  @Test
  void oneWildSampleIsRefusedAndTheNextTrueOneIsGood() {
    double[] wild = {644, -644, 1e3, 1e10, 1e155, 1e308, Double.NaN, Double.NEGATIVE_INFINITY};
    for (double w : wild) {
      for (boolean position : new boolean[] {true, false}) {
        begin();
        run(100);
        move();
        (position ? measuredQ : measuredQd)[3] = w;
        assertFalse(take(), "accepted " + w);
        assertEquals(3, check.culprit());
        assertFalse(check.isGood(3));
        assertTrue(check.isGood(2), "the other joints are still measured");
        move();
        assertTrue(take(), () -> "after " + w + " " + check.reason());
        assertTrue(Double.isFinite(check.derivative(3)));
      }
    }
  }

  @Test
  void numbersThatStandStillWhileTheJointMovesAreFrozen_soonerThanItHasGoneAHundredthOfARadian() {
    begin();
    run(500);
    double[] heldQ = measuredQ.clone();
    double[] heldQd = measuredQd.clone();
    double before = q[0];
    while (true) {
      move();
      System.arraycopy(heldQ, 0, measuredQ, 0, 7);
      System.arraycopy(heldQd, 0, measuredQd, 0, 7);
      if (!take()) {
        break;
      }
    }
    assertEquals(FilterReason.STATE_FROZEN, check.reason());
    assertTrue(Math.abs(q[0] - before) < 0.01, "went " + (q[0] - before));
  }

  @Test
  void aSensorThatIsSlowerThanItsMessagesIsNotFrozen() {
    begin();
    for (int k = 0; k < 5000; k++) {
      double[] lastQ = measuredQ.clone();
      double[] lastQd = measuredQd.clone();
      move();
      if (k % 4 != 0) {
        System.arraycopy(lastQ, 0, measuredQ, 0, 7);
        System.arraycopy(lastQd, 0, measuredQd, 0, 7);
      }
      assertTrue(take(), () -> check.reason() + " of joint " + check.culprit());
    }
  }

  @Test
  void aJointAtRestThatCommandsMustHaveMovedIsFrozen_andOneThatFrictionHoldsIsNot() {
    check.reset(q, qd);
    double[] other = q.clone();
    other[2] += 1e-6;
    assertTrue(check.take(other, qd, none, 0, DT, DT));
    for (int k = 0; k < 2000; k++) {
      assertTrue(check.take(q, qd, none, 0, DT, DT), "nothing pushes it");
    }
    double[] push = new double[7];
    push[2] = 5;
    int cycles = 0;
    while (check.take(q, qd, push, 0, DT, DT)) {
      cycles++;
    }
    assertEquals(FilterReason.STATE_FROZEN, check.reason());
    assertEquals(2, check.culprit());
    double given = cycles * DT * 5;
    assertTrue(given <= 1.1 * StateCheck.PUSHED * panda.joints().get(2).limits().velocity());
  }

  @Test
  void velocitiesThatAreZeroWhileThePositionsMoveContradictThem() {
    begin();
    run(300);
    int cycles = 0;
    do {
      move();
      java.util.Arrays.fill(measuredQd, 0);
      cycles++;
    } while (take());
    assertEquals(FilterReason.STATE_IMPLAUSIBLE, check.reason());
    assertTrue(cycles < 30, cycles + " cycles");
    assertTrue(check.positionMoves(check.culprit()));
  }

  @Test
  void aJointAtRestWhoseVelocityIsZeroToTheLastBitIsGood_howeverNoisyItsEncoder() {
    begin();
    java.util.Arrays.fill(measuredQd, 0);
    double[] rest = measuredQ.clone();
    for (int k = 0; k < 300; k++) {
      // What it did before fades.
      take();
    }
    for (int k = 0; k < 5_000; k++) {
      for (int i = 0; i < rest.length; i++) {
        measuredQ[i] = rest[i] + 5e-4 * random.nextGaussian();
      }
      assertTrue(take(), () -> check.reason() + " of joint " + check.culprit());
    }
  }

  @Test
  void aPositionThatJumpsByATurnIsRefusedForAsLongAsAStopNeeds() {
    begin();
    run(300);
    for (int k = 0; k < 50; k++) {
      move();
      measuredQ[6] -= 0.9;
      assertFalse(take());
      assertEquals(6, check.culprit());
    }
  }

  @Test
  void aJointThatTurnsWithoutEndMayBeMeasuredWithOrWithoutItsTurns() {
    RobotModel gen3 = RobotFiles.load("gen3");
    StateCheck turning = new StateCheck(gen3);
    double[] p = gen3.posture().clone();
    double[] v = new double[gen3.dof()];
    double[] zeros = new double[gen3.dof()];
    v[0] = 1;
    p[0] = 3;
    turning.reset(p, v);
    for (int k = 0; k < 1000; k++) {
      p[0] += DT;
      double[] seen = p.clone();
      seen[0] = k % 300 < 150 ? Math.IEEEremainder(p[0], 2 * Math.PI) : p[0];
      assertTrue(turning.take(seen, v, zeros, 0, DT, DT), () -> "" + turning.reason());
    }
  }

  @Test
  void aGapWithoutStatesIsForgiven_aJumpInItIsNot() {
    begin();
    run(100);
    for (int k = 0; k < 30; k++) {
      move();
      check.missed(DT);
    }
    move();
    assertTrue(take());
    for (int k = 0; k < 30; k++) {
      move();
      check.missed(DT);
    }
    move();
    measuredQ[1] += 1.5;
    assertFalse(take());
  }

  @Test
  void aResetFromNumbersThatCannotBeTrueIsRefused() {
    begin();
    measuredQ[0] = 1e10;
    assertFalse(check.reset(measuredQ, measuredQd));
    measuredQ[0] = Double.NaN;
    assertFalse(check.reset(measuredQ, measuredQd));
  }

  @Test
  void aJointMayBeHalfARadianBeyondItsLimits_andFourTimesAsFastAsAllowed() {
    for (int i = 0; i < 7; i++) {
      var limits = panda.joints().get(i).limits();
      double low = limits.lower() - StateCheck.BEYOND_LIMIT;
      double high = limits.upper() + StateCheck.BEYOND_LIMIT;
      double fast = StateCheck.FASTEST * limits.velocity();
      assertTrue(check.isInRange(i, low, fast));
      assertTrue(check.isInRange(i, high, -fast));
      assertFalse(check.isInRange(i, low - 1e-9, 0));
      assertFalse(check.isInRange(i, high + 1e-9, 0));
      assertFalse(check.isInRange(i, 0.5 * (low + high), Math.nextUp(fast)));
      assertFalse(check.isInRange(i, 0.5 * (low + high), -Math.nextUp(fast)));
    }
  }

  /** The first cycle of a motion at a constant speed, with a velocity of 0, that is refused. */
  private int refused(double speed) {
    double[] moving = panda.posture().clone();
    double[] rest = new double[7];
    assertTrue(check.reset(moving, rest));
    for (int k = 1; k <= 5_000; k++) {
      moving[3] += speed * DT;
      if (!check.take(moving, rest, none, 0, DT, DT)) {
        assertEquals(FilterReason.STATE_IMPLAUSIBLE, check.reason());
        assertEquals(3, check.culprit());
        return k;
      }
    }
    return 0;
  }

  @Test
  void theFasterAJointCreepsWithoutAVelocity_theSoonerItIsRefused() {
    for (double sign : new double[] {1, -1}) {
      assertEquals(0, refused(sign * 0.05), "a drift of 3 degrees per second is no contradiction");
      // e = 0.15 τ (1 − (1 − dt/τ)^k) exceeds 15 mrad.
      assertEquals(139, refused(sign * 0.15), 1);
      // 10 mrad within the memory of 50 ms for a velocity of exactly 0.
      assertEquals(35, refused(sign * 0.4), 1);
      // Averaged over 10 ms, 0.2 rad/s and 12 % of the limit.
      double most = 0.2 + 0.12 * panda.joints().get(3).limits().velocity();
      double cycles = Math.log(1 - most / 1.5) / Math.log(0.9);
      assertEquals(cycles, refused(sign * 1.5), 1);
    }
  }

  @Test
  void theSpeedThatPositionsGiveFollowsThem_andStaysWithinTheFastestPlausible() {
    double fastest = StateCheck.FASTEST * panda.joints().get(3).limits().velocity();
    for (double speed : new double[] {0.3, -0.3, 1.2 * fastest, -1.2 * fastest}) {
      double[] moving = panda.posture().clone();
      assertTrue(check.reset(moving, new double[7]));
      for (int k = 0; k < 50; k++) {
        moving[3] += speed * DT;
        check.take(moving, new double[7], none, 0, DT, DT);
      }
      double expected = Math.max(-fastest, Math.min(fastest, speed * (1 - Math.pow(0.9, 50))));
      assertEquals(expected, check.derivative(3), 1e-9);
      assertTrue(check.positionMoves(3));
    }
  }

  /** A gap of 0.1 s in which the joint moves, with a velocity that explains a part of it. */
  private boolean acceptsAfterGap(double velocity, double moved) {
    double[] at = panda.posture().clone();
    double[] v = new double[7];
    v[3] = velocity;
    assertTrue(check.reset(at, v));
    for (int k = 0; k < 100; k++) {
      check.missed(DT);
    }
    at[3] += moved;
    return check.take(at, v, none, 0, DT, DT);
  }

  @Test
  void afterAGapAJointMayHaveMovedByWhatItsSpeedExplainsAndNoMore() {
    assertTrue(acceptsAfterGap(1, 0.1));
    assertTrue(acceptsAfterGap(-1, -0.1));
    // 15 mrad, 0.03 s and the gap of 0.1 s, each times the speed; one period is reckoned with.
    assertTrue(acceptsAfterGap(1, 0.1455));
    assertFalse(acceptsAfterGap(1, 0.1465));
    assertFalse(acceptsAfterGap(0.3, 0.1));
  }

  @Test
  void whatAGapExcusesFades() {
    assertTrue(acceptsAfterGap(1, 0.1));
    double[] at = panda.posture().clone();
    double[] v = new double[7];
    v[3] = 1;
    assertTrue(check.reset(at, v));
    for (int k = 0; k < 100; k++) {
      check.missed(DT);
    }
    at[3] += 0.1;
    check.take(at, v, none, 0, DT, DT);
    boolean good = true;
    for (int k = 0; k < 2_000 && good; k++) {
      // It stands, and claims to move on; the noise of its encoder shows that it lives.
      at[3] += k % 2 == 0 ? 1e-5 : -1e-5;
      good = check.take(at, v, none, 0, DT, DT);
    }
    assertFalse(good);
    assertEquals(FilterReason.STATE_IMPLAUSIBLE, check.reason());
  }

  @Test
  void aControllerInsideTheRobotIsGivenItsTimeToMoveTheJoint() {
    double[] push = new double[7];
    push[2] = 100;
    for (double patience : new double[] {0, 0.1, 0.5}) {
      assertTrue(check.reset(q, qd));
      int cycles = 1;
      while (check.take(q, qd, push, patience, DT, DT)) {
        cycles++;
      }
      assertEquals(FilterReason.STATE_FROZEN, check.reason());
      assertFalse(check.positionMoves(2));
      assertEquals(1000 * (StateCheck.REPEATED + patience), cycles, 1.5);
    }
  }

  @Test
  void aJointThatHasNotMovedSinceTheStartIsPushedHarderBeforeItCountsAsFrozen() {
    double limit = StateCheck.PUSHED * panda.joints().get(2).limits().velocity();
    double[] push = new double[7];
    for (double sign : new double[] {1, -1}) {
      push[2] = 2 * sign;
      assertTrue(check.reset(q, qd));
      int cycles = 0;
      while (check.take(q, qd, push, 0, DT, DT)) {
        cycles++;
      }
      assertEquals(5 * limit / 2 / DT, cycles, 1.5);
    }
  }

  @Test
  void aJointThatMovesMayRepeatItsValuesForTwelveMilliseconds() {
    double[] v = new double[7];
    for (double speed : new double[] {0.02, 0.0201, -0.0201, 0.5}) {
      v[3] = speed;
      assertTrue(check.reset(panda.posture(), v));
      int cycles = 0;
      while (cycles < 100 && check.take(panda.posture(), v, none, 0, DT, DT)) {
        cycles++;
      }
      if (speed == 0.02) {
        assertEquals(100, cycles, "it counts as standing");
      } else {
        assertEquals(12, cycles, 1);
        assertEquals(FilterReason.STATE_FROZEN, check.reason());
      }
    }
  }

  private void begin() {
    time = 0;
    move();
    assertTrue(check.reset(measuredQ, measuredQd));
  }

  private void run(int cycles) {
    for (int k = 0; k < cycles; k++) {
      move();
      assertTrue(take(), () -> check.reason() + " of joint " + check.culprit());
    }
  }

  private void move() {
    time += DT;
    for (int i = 0; i < 7; i++) {
      double rate = 1 + 0.3 * i;
      q[i] = panda.posture()[i] + 0.5 * Math.sin(rate * time);
      qd[i] = 0.5 * rate * Math.cos(rate * time);
      measuredQ[i] = q[i] + 2e-5 * random.nextGaussian();
      measuredQd[i] = qd[i] + 2e-3 * random.nextGaussian();
    }
  }

  private boolean take() {
    return check.take(measuredQ, measuredQd, none, 0, DT, DT);
  }
}
