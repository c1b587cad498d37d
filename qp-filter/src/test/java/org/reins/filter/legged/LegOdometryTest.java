package org.reins.filter.legged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;

class LegOdometryTest {
  private static final double DT = 0.002;

  private final RobotModel go1 = RobotFiles.legged("go1");
  private final LegOdometry odometry = new LegOdometry(go1);
  private final RobotState state = RobotState.of(go1);

  @BeforeEach
  void stand() {
    System.arraycopy(go1.posture(), 0, state.q, 0, state.q.length);
    Arrays.fill(state.base.contact, true);
  }

  private void settle() {
    for (int k = 0; k < 200; k++) {
      odometry.update(state, DT);
    }
  }

  @Test
  void aRobotThatStandsStillDoesNotMove_andIsAsHighAsItsPosture() {
    settle();
    for (double v : odometry.velocity()) {
      assertEquals(0, v, 1e-12);
    }
    assertEquals(new TrotGait(go1).height(), odometry.height(), 0.01);
  }

  @Test
  void theBodyGoesAgainstTheFeetThatStand_byDifferencesOfTheirPlaces() {
    SplittableRandom random = new SplittableRandom(6);
    LegKinematics legs = new LegKinematics(go1);
    double[] there = new double[3];
    double[] before = new double[3];
    double[] ignored = new double[3];
    for (int trial = 0; trial < 20; trial++) {
      double[] q = state.q.clone();
      for (int i = 0; i < q.length; i++) {
        q[i] = go1.posture()[i] + random.nextDouble(-0.2, 0.2);
        state.qd[i] = random.nextDouble(-2, 2);
      }
      double[] mean = new double[3];
      double h = 1e-6;
      for (int f = 0; f < legs.feet(); f++) {
        move(legs, q, h);
        legs.foot(f, state.qd, there, ignored);
        move(legs, q, -h);
        legs.foot(f, state.qd, before, ignored);
        for (int k = 0; k < 3; k++) {
          mean[k] -= (there[k] - before[k]) / (2 * h) / legs.feet();
        }
      }
      System.arraycopy(q, 0, state.q, 0, q.length);
      settle();
      for (int k = 0; k < 3; k++) {
        assertEquals(mean[k], odometry.velocity()[k], 1e-5);
      }
    }
  }

  private void move(LegKinematics legs, double[] q, double h) {
    double[] moved = q.clone();
    for (int i = 0; i < q.length; i++) {
      moved[i] += h * state.qd[i];
    }
    legs.update(moved, state.qd);
  }

  @Test
  void inTheAirItKeepsWhatItKnew() {
    Arrays.fill(state.qd, 0.5);
    settle();
    double[] known = odometry.velocity().clone();
    Arrays.fill(state.base.contact, false);
    Arrays.fill(state.qd, -5);
    settle();
    assertEquals(Arrays.toString(known), Arrays.toString(odometry.velocity()));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void whatIsNoNumberIsNotKept(double none) {
    state.qd[3] = none;
    settle();
    state.qd[3] = 0;
    settle();
    assertTrue(Double.isFinite(odometry.velocity()[0] + odometry.height()));
    assertEquals(0, odometry.velocity()[0], 1e-9);
  }
}
