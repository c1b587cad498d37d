package org.reins.sim.legged;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reins.filter.legged.MotorGains;
import org.reins.filter.legged.TrotGait;
import org.reins.robot.dynamics.FloatingBaseDynamics;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;
import org.reins.sim.PlantParameters;
import org.reins.sim.Simulator;

/** What the scenarios ask of every simulator of a legged robot: shoves, slopes, ice, the truth. */
class LeggedSimContractTest {
  private static final double DT = 0.001;

  private final RobotModel go1 = RobotFiles.legged("go1");
  private final double weight = go1.mass() * RigidBodyDynamics.GRAVITY;
  private final MotorGains gains = MotorGains.of(go1);
  private final RobotState state = RobotState.of(go1);
  private final double[] torque = new double[12];
  private final List<LeggedSim> made = new ArrayList<>();

  private LeggedSim make(Simulator kind) {
    LeggedSim sim = kind.legged(go1, new PlantParameters(0, 0, 1, 1));
    made.add(sim);
    return sim;
  }

  @AfterEach
  void letGo() {
    made.forEach(LeggedSim::close);
  }

  private void stand(LeggedSim sim, int steps) {
    for (int k = 0; k < steps; k++) {
      gains.torque(go1.posture(), state.q, state.qd, torque);
      sim.step(torque, DT, state);
    }
  }

  /** How far a standing robot is pushed along y by a force of half a second, m. */
  private double pushed(LeggedSim sim, double friction, double force) {
    sim.setGround(new Ground(Terrain.FLAT, friction));
    sim.reset(1, go1.posture(), state);
    stand(sim, 500);
    double y = sim.truePosition()[1];
    sim.push(0, force, 0);
    stand(sim, 500);
    double far = sim.truePosition()[1] - y;
    sim.push(0, 0, 0);
    return far;
  }

  @ParameterizedTest
  @EnumSource
  void aShoveGoesWhereItPushesAndAsFarAsInOurs(Simulator kind) {
    double far = pushed(make(kind), 0.7, 0.1 * weight);
    double ours = pushed(make(Simulator.EMBEDDED), 0.7, 0.1 * weight);
    assertTrue(ours > 2e-3, "the springs of its legs give way: " + ours);
    assertEquals(ours, far, 0.5 * ours);
    assertEquals(-far, pushed(make(kind), 0.7, -0.1 * weight), 0.3 * far);
  }

  @ParameterizedTest
  @EnumSource
  void onIceAShoveMakesItSlideAsCoulombSays(Simulator kind) {
    LeggedSim sim = make(kind);
    double slide = slid(sim, 0.1);
    // ½ (0.2 − 0.1) g t² under the force, and as far again until it rests.
    double expected = 0.1 * RigidBodyDynamics.GRAVITY * 0.25;
    assertEquals(expected, slide, 0.25 * expected);
    double held = slid(sim, 1);
    assertTrue(Math.abs(held) < 0.1 * expected, "on a dry floor it stays: " + held);
  }

  /** Where a robot comes to rest that a fifth of its weight pushed for half a second. */
  private double slid(LeggedSim sim, double friction) {
    double y = -pushed(sim, friction, 0.2 * weight) + sim.truePosition()[1];
    stand(sim, 1_500);
    return sim.truePosition()[1] - y;
  }

  @ParameterizedTest
  @EnumSource
  void itWalksUpASlopeAndItsHeightIsOverTheSlope(Simulator kind) {
    LeggedSim sim = make(kind);
    double angle = 0.1;
    sim.setGround(new Ground(Terrain.slope(angle), 0.7));
    sim.reset(1, go1.posture(), state);
    double standing = new TrotGait(go1).height();
    // The bare gait alone goes astray in Gazebo.
    sim.push(0.1 * weight, 0, 0);
    TrotGait gait = new TrotGait(go1);
    double way = 0;
    double[] r = new double[9];
    for (int k = 0; k < 6_000; k++) {
      double[] targets = gait.step(DT, true, new double[] {1, 0, 0}, new float[12]);
      gains.torque(targets, state.q, state.qd, torque);
      sim.step(torque, DT, state);
      double[] p = sim.truePosition();
      assertEquals(standing, p[2] - sim.ground(p[0], p[1]), 0.25 * standing, "at " + p[0]);
      FloatingBaseDynamics.toRotation(sim.trueQuaternion(), r);
      double[] v = sim.trueVelocity();
      way += DT * (r[0] * v[3] + r[1] * v[4] + r[2] * v[5]);
      for (int i = 0; i < 12; i++) {
        assertEquals(sim.trueQd()[i], v[6 + i]);
      }
    }
    double[] p = sim.truePosition();
    assertTrue(p[0] > 1.3, "it gets on the slope: " + p[0]);
    // The velocity is given in base axes; Gazebo also moves bodies out of each other.
    assertEquals(p[0], way, 0.05 * p[0]);
    assertEquals((p[0] - 1) * Math.tan(angle), sim.ground(p[0], p[1]), 1e-12);
    assertArrayEquals(sim.trueQuaternion(), state.base.quaternion);
  }

  @ParameterizedTest
  @EnumSource
  void theGroundIsNewFromTheNextResetOnAndAgainLevel(Simulator kind) {
    LeggedSim sim = make(kind);
    double level = pushed(sim, 0.7, 0.1 * weight);
    sim.setGround(new Ground(Terrain.slope(0.2), 0.7));
    sim.reset(1, go1.posture(), state);
    stand(sim, 10);
    assertEquals(Math.tan(0.2), sim.ground(2, 0), 1e-12);
    assertEquals(level, pushed(sim, 0.7, 0.1 * weight));
    assertEquals(0, sim.ground(2, 0));
  }

  @ParameterizedTest
  @EnumSource(names = "EMBEDDED", mode = EnumSource.Mode.EXCLUDE)
  void aGroundThatIsNotMadeOfPlanesIsRefused(Simulator kind) {
    LeggedSim sim = make(kind);
    Ground steps = new Ground(Terrain.steps(0.05), 0.7);
    String message =
        assertThrows(IllegalArgumentException.class, () -> sim.setGround(steps)).getMessage();
    assertTrue(message.contains("neither level nor an upward slope"), message);
    Ground down = new Ground(Terrain.slope(-0.1), 0.7);
    assertThrows(IllegalArgumentException.class, () -> sim.setGround(down));
  }
}
