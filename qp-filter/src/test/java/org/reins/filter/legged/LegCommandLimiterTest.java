package org.reins.filter.legged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

class LegCommandLimiterTest {
  private static final double DT = 0.002;

  private final RobotModel go1 = RobotFiles.legged("go1");
  private final LegCommandLimiter guard =
      new LegCommandLimiter(go1, JointGains.of(new MotorGains(60, 1.5), go1.dof()), DT);
  private final double[][] command = {
    go1.posture().clone(), new double[12], new double[12], new double[12], new double[12]
  };

  private boolean allows() {
    return guard.allows(command[0], command[1], command[2], command[3], command[4]);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, -1e300, 1e300})
  void noNumberOfACommandMayBeWild(double wild) {
    assertTrue(allows());
    for (double[] array : command) {
      for (int i = 0; i < 12; i++) {
        double before = array[i];
        array[i] = wild;
        assertFalse(allows());
        array[i] = before;
      }
    }
    double[] torque = new double[12];
    assertTrue(guard.allows(torque));
    torque[3] = wild;
    assertFalse(guard.allows(torque));
    assertTrue(guard.cut(torque));
    assertTrue(guard.allows(torque));
  }

  @Test
  void aGainMayBeNeitherNegativeNorStifferThanTheRobotsOwn() {
    command[2][4] = -1;
    assertFalse(allows());
    command[2][4] = 61;
    assertFalse(allows());
    command[2][4] = 60;
    command[3][4] = 1.6;
    assertFalse(allows());
  }

  @Test
  void aTorqueGrowsByItsRateAndIsTakenAwayAtOnce() {
    double most = go1.joints().get(0).limits().effortRate() * DT;
    guard.sent(new double[12]);
    double[] torque = new double[12];
    torque[0] = 20;
    assertFalse(guard.allows(torque));
    assertTrue(guard.cut(torque));
    assertEquals(most, torque[0], 1e-12);
    guard.sent(torque);
    torque[0] = -20;
    guard.cut(torque);
    // Away at once, and by the rate beyond.
    assertEquals(-most, torque[0], 1e-12);
  }

  @Test
  void whateverIsCutIsAllowed() {
    SplittableRandom random = new SplittableRandom(5);
    double[] torque = new double[12];
    for (int k = 0; k < 10_000; k++) {
      for (int i = 0; i < 12; i++) {
        torque[i] = 100 * random.nextGaussian();
      }
      guard.cut(torque);
      assertTrue(guard.allows(torque));
      guard.sent(torque);
    }
  }
}
