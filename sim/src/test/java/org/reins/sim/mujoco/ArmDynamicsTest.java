package org.reins.sim.mujoco;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.sim.PlantParameters;
import org.reins.sim.legged.Ground;

/**
 * Mass matrix and bias of every arm against MuJoCo on the same model: MuJoCo itself where it is
 * installed, what it once said always.
 */
class ArmDynamicsTest {
  private static final int STATES = 3;
  private static final double TOLERANCE = 1e-11;

  static List<String> robots() {
    return RobotFiles.arms();
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
    int n = robot.dof();
    double[] said = new double[STATES * (n * n + n)];
    try (MujocoModel model =
        new MujocoModel(robot, new PlantParameters(0, 0, 0, 0), Ground.LEVEL, n, n)) {
      for (int k = 0; k < STATES; k++) {
        double[] x = state(n, k);
        model.write(Arrays.copyOf(x, n), Arrays.copyOfRange(x, n, 2 * n));
        double[] mass = new double[n * n];
        double[] bias = new double[n];
        model.dynamics(mass, bias);
        System.arraycopy(mass, 0, said, k * (n * n + n), n * n);
        System.arraycopy(bias, 0, said, k * (n * n + n) + n * n, n);
      }
    }
    Golden.keep(name, said);
    compare(robot, said);
  }

  /** The same states each time: q and q̇. */
  private static double[] state(int n, int k) {
    return new SplittableRandom(17 + k).doubles(2L * n, -2, 2).toArray();
  }

  private static void compare(RobotModel robot, double[] said) {
    int n = robot.dof();
    assertEquals(STATES * (n * n + n), said.length);
    RigidBodyDynamics dynamics = new RigidBodyDynamics(robot);
    for (int k = 0; k < STATES; k++) {
      double[] x = state(n, k);
      dynamics.update(Arrays.copyOf(x, n), Arrays.copyOfRange(x, n, 2 * n));
      int from = k * (n * n + n);
      double largest = 1;
      for (int i = 0; i < n; i++) {
        largest = Math.max(largest, Math.abs(said[from + n * n + i]));
      }
      for (int i = 0; i < n; i++) {
        double bias = dynamics.coriolis()[i] + dynamics.gravity()[i];
        assertEquals(
            said[from + n * n + i], bias, TOLERANCE * largest, robot.name() + " bias " + i);
        for (int j = 0; j < n; j++) {
          assertEquals(
              said[from + i * n + j],
              dynamics.massMatrix()[i * n + j],
              TOLERANCE,
              robot.name() + " M " + i + " " + j);
        }
      }
    }
  }
}
