package org.reins.filter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

class JointImpedanceTest {
  private static double[] identity(int n) {
    double[] m = new double[n * n];
    for (int i = 0; i < n; i++) {
      m[i * n + i] = 1;
    }
    return m;
  }

  @Test
  void atItsTargetAndAtRestItGivesTheBiasAlone() {
    JointImpedance impedance = new JointImpedance(1);
    double[] q = {0.3, -1};
    double[] bias = {2, -3};
    double[] u = new double[2];
    impedance.torque(q, new double[2], q, new double[] {100, 10}, identity(2), bias, u);
    assertArrayEquals(bias, u);
  }

  @Test
  void withDampingOfOneAStepIsReachedWithoutOvershoot() {
    JointImpedance impedance = new JointImpedance(1);
    double[] q = {0};
    double[] qd = {0};
    double[] u = new double[1];
    double[] mass = {2};
    double most = 0;
    for (int k = 0; k < 20_000; k++) {
      impedance.torque(q, qd, new double[] {1}, new double[] {80}, mass, new double[1], u);
      qd[0] += 1e-4 * u[0] / mass[0];
      q[0] += 1e-4 * qd[0];
      most = Math.max(most, q[0]);
    }
    assertEquals(1, q[0], 1e-3);
    assertTrue(most <= 1 + 1e-4, "most is " + most);
  }

  @Test
  void aJointThatTurnsWithoutEndTakesTheShortestWay_howeverItsTurnsAreCounted() {
    RobotModel gen3 = RobotFiles.arm("gen3");
    JointImpedance impedance = new JointImpedance(1, gen3);
    SplittableRandom random = new SplittableRandom(2);
    int n = gen3.dof();
    double[] stiffness = new double[n];
    java.util.Arrays.fill(stiffness, 50);
    for (int k = 0; k < 500; k++) {
      double[] q = new double[n];
      double[] target = new double[n];
      double[] turned = new double[n];
      for (int i = 0; i < n; i++) {
        q[i] = random.nextDouble(-2, 2);
        target[i] = random.nextDouble(-2, 2);
        boolean endless = gen3.joints().get(i).limits().isContinuous();
        turned[i] = q[i] + (endless ? 2 * Math.PI * random.nextInt(-3, 4) : 0);
      }
      double[] u = new double[n];
      double[] v = new double[n];
      impedance.torque(q, new double[n], target, stiffness, identity(n), new double[n], u);
      impedance.torque(turned, new double[n], target, stiffness, identity(n), new double[n], v);
      assertArrayEquals(u, v, 1e-9);
      for (int i = 0; i < n; i++) {
        boolean endless = gen3.joints().get(i).limits().isContinuous();
        assertTrue(!endless || Math.abs(u[i]) <= 50 * Math.PI + 1e-9);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.09, 3.1, Double.NaN})
  void aDampingRatioOutOfRangeIsRefusedByName(double ratio) {
    String said =
        assertThrows(IllegalArgumentException.class, () -> new JointImpedance(ratio)).getMessage();
    assertEquals("damping ratio is " + ratio + ": allowed is 0.1 to 3", said);
  }
}
