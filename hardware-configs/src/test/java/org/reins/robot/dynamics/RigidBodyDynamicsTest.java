package org.reins.robot.dynamics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.math.Cholesky;
import org.reins.robot.model.RobotModel;

class RigidBodyDynamicsTest {
  private static final int N = 7;
  private final RobotModel panda = RobotFiles.load("panda");
  private final RigidBodyDynamics dynamics = new RigidBodyDynamics(panda);

  @Test
  void everyQuantityAgreesWithMuJoCo() throws IOException {
    Cholesky cholesky = new Cholesky(N);
    for (double[] row : golden()) {
      double[] q = Arrays.copyOfRange(row, 0, 7);
      double[] qd = Arrays.copyOfRange(row, 7, 14);
      double[] tau = Arrays.copyOfRange(row, 14, 21);
      dynamics.update(q, qd);
      assertClose("M", row, 21, dynamics.massMatrix());
      double[] rhs = new double[N];
      for (int i = 0; i < N; i++) {
        double bias = dynamics.coriolis()[i] + dynamics.gravity()[i];
        assertRelative("bias " + i, row[70 + i], bias);
        rhs[i] = tau[i] - bias;
      }
      assertEquals(true, cholesky.factor(dynamics.massMatrix()));
      cholesky.solve(rhs, rhs);
      for (int i = 0; i < N; i++) {
        assertRelative("acceleration " + i, row[77 + i], rhs[i]);
      }
      BodyPoint tool = dynamics.point(6, panda.tool().from());
      double[] p = new double[3];
      double[] jacobian = new double[21];
      dynamics.position(tool, p);
      assertClose("tool", row, 84, p);
      dynamics.jacobian(tool, p, jacobian);
      assertClose("J", row, 87, jacobian);
    }
  }

  @Test
  void theFlangeOfTheZeroPoseIsWhereTheMakerSays() {
    dynamics.update(new double[N], new double[N]);
    double[] p = new double[3];
    dynamics.position(dynamics.point(6, new double[] {0, 0, 0.107}), p);
    assertEquals(0.088, p[0], 1e-12);
    assertEquals(0, p[1], 1e-12);
    assertEquals(0.926, p[2], 1e-12);
  }

  @Test
  void velocityAndBiasAccelerationOfAPointAreTheDerivativesOfItsPosition() {
    Random random = new Random(3);
    double h = 1e-4;
    BodyPoint elbow = dynamics.point(3, new double[] {0.1, -0.05, 0.2});
    for (int trial = 0; trial < 20; trial++) {
      double[] q = random.doubles(N, -2, 2).toArray();
      double[] qd = random.doubles(N, -1, 1).toArray();
      double[][] at = new double[3][3];
      for (int k = -1; k <= 1; k++) {
        double[] qk = new double[N];
        for (int i = 0; i < N; i++) {
          qk[i] = q[i] + k * h * qd[i];
        }
        dynamics.update(qk, qd);
        dynamics.position(elbow, at[k + 1]);
      }
      dynamics.update(q, qd);
      double[] velocity = new double[3];
      double[] bias = new double[3];
      dynamics.motion(elbow, at[1], velocity, bias);
      for (int i = 0; i < 3; i++) {
        assertEquals((at[2][i] - at[0][i]) / (2 * h), velocity[i], 1e-6);
        assertEquals((at[2][i] - 2 * at[1][i] + at[0][i]) / (h * h), bias[i], 1e-4);
      }
    }
  }

  @Test
  void powerOfCoriolisForcesIsWhatTheChangeOfInertiaTakes() {
    // q̇ᵀ(½ Ṁ q̇ − c) = 0 for every state: the passivity property.
    Random random = new Random(5);
    double h = 1e-6;
    for (int trial = 0; trial < 50; trial++) {
      double[] q = random.doubles(N, -2, 2).toArray();
      double[] qd = random.doubles(N, -1, 1).toArray();
      double[] energy = new double[2];
      for (int k = 0; k < 2; k++) {
        double[] qk = new double[N];
        for (int i = 0; i < N; i++) {
          qk[i] = q[i] + (2 * k - 1) * h * qd[i];
        }
        dynamics.update(qk, qd);
        energy[k] = dynamics.kineticEnergy(qd);
      }
      dynamics.update(q, qd);
      double power = 0;
      for (int i = 0; i < N; i++) {
        power += qd[i] * dynamics.coriolis()[i];
      }
      assertEquals((energy[1] - energy[0]) / (2 * h), power, 1e-6);
    }
  }

  private static void assertClose(String what, double[] row, int at, double[] actual) {
    for (int i = 0; i < actual.length; i++) {
      assertRelative(what + "[" + i + "]", row[at + i], actual[i]);
    }
  }

  private static void assertRelative(String what, double expected, double actual) {
    assertEquals(expected, actual, 1e-9 * (1 + Math.abs(expected)), what);
  }

  private static List<double[]> golden() throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    RigidBodyDynamicsTest.class.getResourceAsStream("/golden/golden-panda.csv")),
                StandardCharsets.UTF_8))) {
      return in.lines()
          .map(line -> Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray())
          .toList();
    }
  }
}
