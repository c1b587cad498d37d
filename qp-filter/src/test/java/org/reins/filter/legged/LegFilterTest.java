package org.reins.filter.legged;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reins.filter.AllocationMeter;
import org.reins.filter.FilterAction;
import org.reins.robot.dynamics.FloatingBaseDynamics;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.math.Cholesky;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

class LegFilterTest {
  private static final double DT = 0.002;
  private static final boolean[] IN_THE_AIR = new boolean[4];

  private final RobotModel go1 = RobotFiles.legged("go1");

  static List<String> robots() {
    return RobotFiles.legged();
  }

  private static LegFilter filter(RobotModel robot) {
    return new LegFilter(robot, DT, 0.05, 1.5);
  }

  /** A robot that tumbles through space: exact dynamics in four substeps a period. */
  private static final class Tumbling {
    final FloatingBaseDynamics dynamics;
    final Cholesky inertia;
    final double[] quaternion = {1, 0, 0, 0};
    final double[] velocity;
    final double[] q;
    final double[] qd;
    final double[] force;

    Tumbling(RobotModel robot) {
      dynamics = new FloatingBaseDynamics(robot);
      int m = robot.dof() + 6;
      inertia = new Cholesky(m);
      velocity = new double[m];
      force = new double[m];
      q = robot.posture().clone();
      qd = new double[robot.dof()];
    }

    void step(double[] torque) {
      for (int s = 0; s < 4; s++) {
        dynamics.update(quaternion, q, velocity, qd);
        inertia.factor(dynamics.matrix());
        for (int i = 0; i < force.length; i++) {
          force[i] = (i < 6 ? 0 : torque[i - 6]) - dynamics.bias()[i];
        }
        inertia.solve(force, force);
        for (int i = 0; i < force.length; i++) {
          velocity[i] += DT / 4 * force[i];
        }
        for (int i = 0; i < q.length; i++) {
          qd[i] = velocity[6 + i];
          q[i] += DT / 4 * qd[i];
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("robots")
  void noTorqueHoweverWildTakesAJointOfATumblingRobotBeyondItsLimits(String name) {
    RobotModel robot = RobotFiles.legged(name);
    SplittableRandom random = new SplittableRandom(3);
    int changed = 0;
    for (int run = 0; run < 20; run++) {
      changed += tumble(robot, random);
    }
    assertTrue(changed > 500, "it had something to do: " + changed);
  }

  /** Half a second of torques that change each 50 ms; how many the filter changed. */
  private static int tumble(RobotModel robot, SplittableRandom random) {
    LegFilter filter = filter(robot);
    Tumbling body = new Tumbling(robot);
    double[] wish = new double[12];
    double[] torque = new double[12];
    int changed = 0;
    for (int k = 0; k < 250; k++) {
      if (k % 25 == 0) {
        for (int i = 0; i < 12; i++) {
          wish[i] = robot.joints().get(i).limits().effort() * random.nextDouble(-1.2, 1.2);
        }
      }
      System.arraycopy(wish, 0, torque, 0, 12);
      changed +=
          filter.step(body.q, body.qd, IN_THE_AIR, true, torque) == FilterAction.PASS ? 0 : 1;
      body.step(torque);
      for (int i = 0; i < 12; i++) {
        JointLimits l = robot.joints().get(i).limits();
        String where = robot.joints().get(i).name() + " at " + k * DT + " s: ";
        assertTrue(Math.abs(torque[i]) <= l.effort(), where + torque[i]);
        assertTrue(body.q[i] >= l.lower() && body.q[i] <= l.upper(), where + body.q[i]);
        assertTrue(Math.abs(body.qd[i]) <= l.velocity(), where + body.qd[i]);
      }
    }
    return changed;
  }

  @Test
  void torquesThatBreakNothingPassAsTheyAre() {
    LegFilter filter = filter(go1);
    double[] q = go1.posture().clone();
    double[] qd = new double[12];
    boolean[] standing = {true, true, true, true};
    double[] nominal = new SplittableRandom(1).doubles(12, -5, 5).toArray();
    for (int k = 0; k < 5; k++) {
      double[] torque = nominal.clone();
      assertEquals(FilterAction.PASS, filter.step(q, qd, standing, true, torque));
      assertArrayEquals(nominal, torque);
    }
  }

  @Test
  void whatIsNotFiniteOrNotNewIsAnsweredByDampingWithinTheLimits() {
    double[] q = go1.posture().clone();
    double[] qd = new double[12];
    Arrays.fill(qd, 2);
    qd[3] = -1000;
    double[] torque = new double[12];
    torque[5] = Double.NaN;
    LegFilter filter = filter(go1);
    assertEquals(FilterAction.FALLBACK, filter.step(q, qd, IN_THE_AIR, true, torque));
    assertEquals(-3, torque[0], 1e-12);
    assertEquals(23.7, torque[3], 1e-12);
    Arrays.fill(torque, 1);
    assertEquals(FilterAction.FALLBACK, filter.step(q, qd, IN_THE_AIR, false, torque));
    assertEquals(-3, torque[0], 1e-12);
    qd[0] = Double.NaN;
    assertEquals(FilterAction.FALLBACK, filter.step(q, qd, IN_THE_AIR, true, torque));
    assertEquals(0, torque[0], "nothing is known of this joint");
  }

  @Test
  void aLegInTheAirAnswersATorqueAsTheEquationsOfMotionSay() {
    LegResponse response = new LegResponse(go1);
    double[] q = go1.posture().clone();
    assertTrue(response.update(q, IN_THE_AIR));
    FloatingBaseDynamics d = new FloatingBaseDynamics(go1);
    d.update(new double[] {1, 0, 0, 0}, q, new double[18], new double[12]);
    Cholesky h = new Cholesky(18);
    assertTrue(h.factor(d.matrix()));
    double[] x = new double[18];
    x[6 + 4] = 1;
    h.solve(x, x);
    for (int i = 0; i < 12; i++) {
      assertEquals(x[6 + i], response.matrix()[i * 12 + 4], 1e-9 * Math.abs(x[10]));
    }
  }

  @Test
  void aLegThatStandsAnswersLessThanOneInTheAir() {
    LegResponse response = new LegResponse(go1);
    double[] q = go1.posture().clone();
    assertTrue(response.update(q, IN_THE_AIR));
    double[] free = response.matrix().clone();
    assertTrue(response.update(q, new boolean[] {true, false, false, true}));
    double[] held = response.matrix();
    for (int i = 0; i < 12; i++) {
      assertTrue(held[i * 13] >= -1e-9, "A is positive semi-definite");
      assertTrue(held[i * 13] <= free[i * 13] + 1e-9);
    }
    assertTrue(held[0] < 0.7 * free[0], "the hip of a foot that stands moves the body");
  }

  @Test
  void aStepAllocatesNothing() {
    LegFilter filter = filter(go1);
    Tumbling body = new Tumbling(go1);
    SplittableRandom random = new SplittableRandom(9);
    double[] torque = new double[12];
    Runnable step =
        () -> {
          for (int i = 0; i < 12; i++) {
            torque[i] = 40 * random.nextDouble(-1, 1);
          }
          filter.step(body.q, body.qd, IN_THE_AIR, true, torque);
          body.step(torque);
        };
    AllocationMeter.assertNoAllocation(step);
  }
}
