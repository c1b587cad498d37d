package org.reins.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

class CommandLimiterTest {
  private static final double[] WILD = {
    Double.NaN, Double.POSITIVE_INFINITY, -Double.MAX_VALUE, 1e155, -7, 0, 1e-320, 90, -3
  };

  private final RobotModel panda = RobotFiles.load("panda");

  @Test
  void whateverComesInLeavesFiniteWithinLimitsAndWithinTheRate() {
    SplittableRandom random = new SplittableRandom(1);
    CommandLimiter guard = CommandLimiter.torques(panda);
    double[] last = new double[7];
    double[] u = new double[7];
    guard.begin(last);
    for (int k = 0; k < 50_000; k++) {
      for (int i = 0; i < 7; i++) {
        u[i] = random.nextBoolean() ? WILD[random.nextInt(WILD.length)] : last[i];
      }
      guard.check(u, true);
      for (int i = 0; i < 7; i++) {
        JointLimits l = panda.joints().get(i).limits();
        assertTrue(Math.abs(u[i]) <= l.effort(), "torque " + u[i]);
        assertTrue(Math.abs(u[i] - last[i]) <= l.effortRate() * 1e-3 * (1 + 1e-5));
        last[i] = u[i];
      }
    }
    assertTrue(guard.repairs() > 0);
  }

  @Test
  void aSoundCommandPassesAsItIs() {
    CommandLimiter guard = CommandLimiter.torques(panda);
    double[] u = {1, -1, 2, -2, 3, -3, 4};
    double[] before = u.clone();
    assertTrue(guard.check(u, true));
    org.junit.jupiter.api.Assertions.assertArrayEquals(before, u);
    assertEquals(0, guard.repairs());
  }

  @Test
  void aCutByTheRateCountsOnlyWhereWhoChoseTheCommandKeepsTheRate() {
    CommandLimiter guard = CommandLimiter.velocities(panda);
    guard.begin(new double[7]);
    assertTrue(guard.check(new double[] {1, 0, 0, 0, 0, 0, 0}, false));
    assertEquals(0, guard.repairs());
    assertFalse(guard.check(new double[] {2, 0, 0, 0, 0, 0, 0}, true));
    assertEquals(1, guard.repairs());
  }

  @Test
  void aPositionIsHeldWhereTheNextOneIsNone() {
    CommandLimiter guard = CommandLimiter.positions(panda);
    guard.begin(panda.posture());
    double[] p = panda.posture().clone();
    p[4] = Double.NaN;
    assertFalse(guard.check(p, false));
    assertEquals(panda.posture()[4], p[4]);
  }
}
