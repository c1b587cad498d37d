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
