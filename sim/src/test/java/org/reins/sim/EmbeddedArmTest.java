package org.reins.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;

class EmbeddedArmTest {
  private static final PlantParameters IDEAL = new PlantParameters(0, 0, 0, 0);
  private final RobotModel panda = RobotFiles.load("panda");
  private final RobotState state = new RobotState(7);

  @Test
  void theSameSeedAndCommandsGiveTheSameStatesToTheLastBit() {
    double[][] last = new double[2][];
    for (int run = 0; run < 2; run++) {
      EmbeddedArm arm = new EmbeddedArm(panda, PlantParameters.DEMO);
      arm.reset(7, panda.posture(), state);
      SplittableRandom random = new SplittableRandom(1);
      for (int k = 0; k < 2_000; k++) {
        arm.step(random.doubles(7, -20, 20).toArray(), 0.001, state);
      }
      last[run] = state.q.clone();
    }
    assertArrayEquals(last[0], last[1]);
  }

  @Test
  void withoutFrictionAndGravityKineticEnergyIsKept() {
    EmbeddedArm arm = new EmbeddedArm(panda, IDEAL);
    RigidBodyDynamics dynamics = new RigidBodyDynamics(panda);
    double[] drift = new double[2];
    // A first-order integrator: half the step, half the drift.
    for (int k = 0; k < 2; k++) {
      double dt = k == 0 ? 1e-4 : 5e-5;
      arm.reset(1, panda.posture(), state);
      double[] push = {8, 5, -6, 4, 2, -2, 1};
      for (int s = 0; s < Math.round(0.05 / dt); s++) {
        arm.step(push, dt, state);
      }
      dynamics.update(state.q, state.qd);
      double before = dynamics.kineticEnergy(state.qd);
      for (int s = 0; s < Math.round(0.2 / dt); s++) {
        arm.step(new double[7], dt, state);
      }
      dynamics.update(state.q, state.qd);
      drift[k] = Math.abs(dynamics.kineticEnergy(state.qd) / before - 1);
    }
    assertTrue(drift[0] < 2e-3, "drift " + drift[0]);
    assertEquals(0.5, drift[1] / drift[0], 0.1);
  }

  @Test
  void frictionOnlyTakesEnergyAway() {
    EmbeddedArm arm = new EmbeddedArm(panda, new PlantParameters(0, 0, 1, 0));
    RigidBodyDynamics dynamics = new RigidBodyDynamics(panda);
    arm.reset(1, panda.posture(), state);
    for (int s = 0; s < 100; s++) {
      arm.step(new double[] {20, 10, -10, 8, 3, -3, 3}, 0.001, state);
    }
    double energy = Double.POSITIVE_INFINITY;
    for (int s = 0; s < 20_000; s++) {
      if (s % 500 == 0) {
        dynamics.update(state.q, state.qd);
        double now = dynamics.kineticEnergy(state.qd);
        assertTrue(now <= energy * (1 + 1e-3), "energy rose to " + now);
        energy = now;
      }
      arm.step(new double[7], 0.001, state);
    }
    assertTrue(energy < 1e-6, "it comes to rest: " + energy);
  }

  @Test
  void aCommandActsAfterTheDelayAndNotBefore() {
    EmbeddedArm arm = new EmbeddedArm(panda, new PlantParameters(0, 0, 0, 2));
    arm.reset(1, panda.posture(), state);
    double[] push = {10, 0, 0, 0, 0, 0, 0};
    arm.step(push, 0.001, state);
    arm.step(new double[7], 0.001, state);
    assertEquals(0, state.qd[0], 0);
    arm.step(new double[7], 0.001, state);
    assertTrue(state.qd[0] > 0);
  }

  @Test
  void drivesSaturateAtTheTorqueLimit() {
    double[] qd = new double[2];
    for (int k = 0; k < 2; k++) {
      EmbeddedArm arm = new EmbeddedArm(panda, IDEAL);
      arm.reset(1, panda.posture(), state);
      arm.step(new double[] {k == 0 ? 87 : 1e9, 0, 0, 0, 0, 0, 0}, 0.001, state);
      qd[k] = state.qd[0];
    }
    assertEquals(qd[0], qd[1], 0);
  }

  @Test
  void endStopsAndTheTableHoldTheArm() {
    EmbeddedArm arm = new EmbeddedArm(panda, new PlantParameters(0, 0, 1, 0));
    Judge judge = new Judge(panda);
    arm.reset(1, panda.posture(), state);
    double[] push = {30, 40, 0, 0, 0, 0, 0};
    for (int s = 0; s < 5_000; s++) {
      arm.step(push, 0.001, state);
    }
    judge.locate(state.q);
    assertTrue(state.q[0] < panda.joints().get(0).limits().upper() + 0.05);
    assertTrue(judge.tableClearance() > -0.05, "table clearance " + judge.tableClearance());
    assertFalse(Arrays.stream(state.q).anyMatch(Double::isNaN));
  }

  @Test
  void aCommandThatIsNotFiniteCountsAsZero() {
    EmbeddedArm arm = new EmbeddedArm(panda, IDEAL);
    arm.reset(1, panda.posture(), state);
    double[] bad = {Double.NaN, Double.POSITIVE_INFINITY, 0, 0, 0, 0, 0};
    arm.step(bad, 0.001, state);
    assertEquals(0, Arrays.stream(state.qd).map(Math::abs).sum(), 0);
  }
}
