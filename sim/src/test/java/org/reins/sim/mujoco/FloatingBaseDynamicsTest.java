package org.reins.sim.mujoco;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reins.robot.dynamics.FloatingBaseDynamics;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.sim.PlantParameters;
import org.reins.sim.legged.Ground;

/**
 * The dynamics of every legged robot against MuJoCo: itself where it is installed, what it once
 * said always. MuJoCo's velocities are v in world axes, ω in base axes, q̇; ours ν = (ω, v, q̇) in
 * base axes, so that M = Tᵀ H T with ν = T v_mujoco.
 */
class FloatingBaseDynamicsTest {
  private static final int STATES = 3;

  private static final double TOLERANCE = 1e-11;

  static List<String> robots() {
    return RobotFiles.legged();
  }

  @ParameterizedTest
  @MethodSource("robots")
  void massMatrixAndBiasAreWhatMujocoOnceSaid(String name) throws IOException {
    compare(RobotFiles.load(name), Golden.read(name));
  }

  @ParameterizedTest
  @MethodSource("robots")
  void massMatrixAndBiasAreWhatMujocoSaysNow(String name) throws IOException {
    assumeTrue(MujocoArm.missing().isEmpty(), MujocoArm.missing());
    RobotModel robot = RobotFiles.load(name);
    int m = robot.dof() + 6;
    double[] said = new double[STATES * (m * m + m)];
    try (MujocoModel model =
        new MujocoModel(robot, new PlantParameters(0, 0, 0, 0), Ground.LEVEL, robot.dof() + 7, m)) {
      for (int k = 0; k < STATES; k++) {
        State x = State.of(robot, k);
        double[] place = new double[robot.dof() + 7];
        System.arraycopy(x.quaternion, 0, place, 3, 4);
        System.arraycopy(x.q, 0, place, 7, x.q.length);
        place[2] = 10;
        model.write(place, x.mujocoVelocity);
        double[] mass = new double[m * m];
        double[] bias = new double[m];
        model.dynamics(mass, bias);
        System.arraycopy(mass, 0, said, k * (m * m + m), m * m);
        System.arraycopy(bias, 0, said, k * (m * m + m) + m * m, m);
      }
    }
    Golden.keep(name, said);
    compare(robot, said);
  }

  /** The same states each time. */
  private record State(
      double[] quaternion, double[] q, double[] mujocoVelocity, double[] velocity) {
    static State of(RobotModel robot, int k) {
      SplittableRandom random = new SplittableRandom(31 + k);
      double[] quaternion = random.doubles(4, -1, 1).toArray();
      double norm = Math.sqrt(Arrays.stream(quaternion).map(v -> v * v).sum());
      for (int i = 0; i < 4; i++) {
        quaternion[i] /= norm;
      }
      double[] q = random.doubles(robot.dof(), -2, 2).toArray();
      double[] theirs = random.doubles(robot.dof() + 6, -2, 2).toArray();
      double[] r = new double[9];
      FloatingBaseDynamics.toRotation(quaternion, r);
      double[] ours = theirs.clone();
      for (int i = 0; i < 3; i++) {
        ours[i] = theirs[3 + i];
        ours[3 + i] = r[i] * theirs[0] + r[3 + i] * theirs[1] + r[6 + i] * theirs[2];
      }
      return new State(quaternion, q, theirs, ours);
    }
  }

  private static void compare(RobotModel robot, double[] said) {
    int n = robot.dof();
    int m = n + 6;
    assertEquals(STATES * (m * m + m), said.length);
    FloatingBaseDynamics dynamics = new FloatingBaseDynamics(robot);
    for (int k = 0; k < STATES; k++) {
      State x = State.of(robot, k);
      double[] v = x.velocity;
      dynamics.update(x.quaternion, x.q, v, Arrays.copyOfRange(v, 6, m));
      double[] t = transform(dynamics.rotation(), m);
      double[] h = dynamics.matrix();
      // Their zero acceleration is ours with v̇ = −ω × v.
      double[] rate = new double[m];
      rate[3] = -(v[1] * v[5] - v[2] * v[4]);
      rate[4] = -(v[2] * v[3] - v[0] * v[5]);
      rate[5] = -(v[0] * v[4] - v[1] * v[3]);
      int from = k * (m * m + m);
      double largest = 1;
      for (int i = 0; i < m; i++) {
        largest = Math.max(largest, Math.abs(said[from + m * m + i]));
      }
      for (int i = 0; i < m; i++) {
        double bias = 0;
        for (int a = 0; a < m; a++) {
          double b = dynamics.bias()[a];
          for (int c = 3; c < 6; c++) {
            b += h[a * m + c] * rate[c];
          }
          bias += t[a * m + i] * b;
        }
        assertEquals(said[from + m * m + i], bias, TOLERANCE * largest, robot.name() + " bias");
        for (int j = 0; j < m; j++) {
          double s = 0;
          for (int a = 0; a < m; a++) {
            for (int b = 0; b < m; b++) {
              s += t[a * m + i] * h[a * m + b] * t[b * m + j];
            }
          }
          double scale = Math.max(1, dynamics.mass());
          assertEquals(said[from + i * m + j], s, TOLERANCE * scale, robot.name() + " M");
        }
      }
    }
  }

  /** T, m×m: ω and q̇ as they are, v turned to base axes. */
  private static double[] transform(double[] r, int m) {
    double[] t = new double[m * m];
    for (int i = 0; i < 3; i++) {
      t[i * m + 3 + i] = 1;
      for (int j = 0; j < 3; j++) {
        t[(3 + i) * m + j] = r[3 * j + i];
      }
    }
    for (int i = 6; i < m; i++) {
      t[i * m + i] = 1;
    }
    return t;
  }
}
