package org.reins.robot.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.reins.robot.dynamics.FloatingBaseDynamics;

class PrincipalAxesTest {
  @Test
  void turnedBackTheyGiveTheTensor() {
    SplittableRandom random = new SplittableRandom(3);
    for (int k = 0; k < 1_000; k++) {
      // Of random points, so that a body can have it; now and then two moments are equal.
      double x = random.nextDouble(0.1, 1);
      double y = k % 5 == 0 ? x : random.nextDouble(0.1, 1);
      double z = random.nextDouble(0.1, 1);
      double[] q = random.doubles(4, -1, 1).toArray();
      double norm = Math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
      for (int i = 0; i < 4; i++) {
        q[i] /= norm;
      }
      double[] tensor = turned(new double[] {y + z, x + z, x + y}, q);
      PrincipalAxes axes =
          PrincipalAxes.of(
              new Inertia(tensor[0], tensor[1], tensor[2], tensor[4], tensor[5], tensor[8]));
      assertArrayEquals(tensor, turned(axes.moments(), axes.quaternion()), 1e-14);
      double length = 0;
      for (double v : axes.quaternion()) {
        length += v * v;
      }
      assertEquals(1, length, 1e-15);
    }
  }

  @Test
  void aTensorInItsOwnAxesStaysAsItIs() {
    PrincipalAxes axes = PrincipalAxes.of(new Inertia(0.3, 0, 0, 0.2, 0, 0.4));
    assertArrayEquals(
        new double[] {0.3, 0, 0, 0, 0.2, 0, 0, 0, 0.4},
        turned(axes.moments(), axes.quaternion()),
        1e-16);
  }

  /** R diag(m) Rᵀ. */
  private static double[] turned(double[] m, double[] q) {
    double[] r = new double[9];
    FloatingBaseDynamics.toRotation(q, r);
    double[] t = new double[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          t[3 * i + j] += r[3 * i + k] * m[k] * r[3 * j + k];
        }
      }
    }
    return t;
  }
}
