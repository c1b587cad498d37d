package org.reins.sim.legged;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reins.filter.legged.MotorGains;
import org.reins.filter.legged.TrotGait;
import org.reins.robot.dynamics.FloatingBaseDynamics;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;
import org.reins.sim.PlantParameters;

class EmbeddedLeggedTest {
  private static final PlantParameters IDEAL = new PlantParameters(0, 0, 0, 0);
  private static final double[] UPRIGHT = {1, 0, 0, 0};

  private final RobotModel go1 = RobotFiles.legged("go1");

  static List<String> robots() {
    return RobotFiles.legged();
  }

  /** Linear momentum, angular momentum about the centre of mass, and energy; world axes. */
  private static double[] invariants(RobotModel robot, EmbeddedLegged sim) {
    FloatingBaseDynamics d = new FloatingBaseDynamics(robot);
    double[] v = sim.trueVelocity();
    int m = d.freedoms();
    d.update(sim.trueQuaternion(), sim.trueQ(), v, sim.trueQd());
    double[] p = new double[6];
    double energy = 0;
    for (int i = 0; i < m; i++) {
      double s = 0;
      for (int j = 0; j < m; j++) {
        s += d.matrix()[i * m + j] * v[j];
      }
      energy += s * v[i] / 2;
      if (i < 6) {
        p[i] = s;
      }
    }
    double[] c = new double[3];
    d.centreOfMass(c);
    double[] r = d.rotation();
    double height = sim.truePosition()[2] + r[6] * c[0] + r[7] * c[1] + r[8] * c[2];
    energy += d.mass() * RigidBodyDynamics.GRAVITY * height;
    double[] about = {
      p[0] - (c[1] * p[5] - c[2] * p[4]),
      p[1] - (c[2] * p[3] - c[0] * p[5]),
      p[2] - (c[0] * p[4] - c[1] * p[3])
    };
    double[] all = new double[7];
    for (int k = 0; k < 3; k++) {
      all[k] = r[3 * k] * p[3] + r[3 * k + 1] * p[4] + r[3 * k + 2] * p[5];
      all[3 + k] = r[3 * k] * about[0] + r[3 * k + 1] * about[1] + r[3 * k + 2] * about[2];
    }
    all[6] = energy;
    return all;
  }

  /** How far momenta and energy stray in 0.2 s of tumbling through the air. */
  private double[] stray(double dt) {
    EmbeddedLegged sim = new EmbeddedLegged(go1, IDEAL, Terrain.FLAT);
    RobotState state = RobotState.of(go1);
    sim.reset(1, go1.posture(), new double[] {0, 0, 20}, UPRIGHT, state);
    sim.setVelocity(new SplittableRandom(4).doubles(18, -1, 1).toArray());
    double[] before = invariants(go1, sim);
    double[] none = new double[12];
    int steps = (int) Math.round(0.2 / dt);
    for (int k = 0; k < steps; k++) {
      sim.step(none, dt, state);
    }
    double[] after = invariants(go1, sim);
    FloatingBaseDynamics d = new FloatingBaseDynamics(go1);
    d.update(UPRIGHT, go1.posture(), new double[18], new double[12]);
    after[2] += d.mass() * RigidBodyDynamics.GRAVITY * 0.2;
    double[] off = new double[3];
    for (int k = 0; k < 3; k++) {
      off[0] = Math.max(off[0], Math.abs(after[k] - before[k]));
      off[1] = Math.max(off[1], Math.abs(after[3 + k] - before[3 + k]));
    }
    off[2] = Math.abs(after[6] - before[6]);
    return off;
  }

  @Test
  void inTheAirMomentaAndEnergyStrayByLessTheSmallerTheStep() {
    double[] coarse = stray(1e-3);
    double[] fine = stray(1e-4);
    assertTrue(coarse[0] < 0.3 && coarse[1] < 0.02 && coarse[2] < 3, Arrays.toString(coarse));
    for (int k = 0; k < 3; k++) {
      assertTrue(fine[k] < 0.2 * coarse[k], Arrays.toString(fine) + Arrays.toString(coarse));
    }
  }

  @ParameterizedTest
  @MethodSource("robots")
  void everyRobotStandsAndItsFeetCarryItsWeight(String name) {
    RobotModel robot = RobotFiles.legged(name);
    EmbeddedLegged sim = new EmbeddedLegged(robot, new PlantParameters(0, 0, 1, 1), Terrain.FLAT);
    RobotState state = RobotState.of(robot);
    sim.reset(1, robot.posture(), state);
    double[] torque = new double[robot.dof()];
    MotorGains gains = MotorGains.of(robot);
    for (int k = 0; k < 3_000; k++) {
      gains.torque(robot.posture(), state.q, state.qd, torque);
      sim.step(torque, 0.001, state);
    }
    double carried = 0;
    for (int f = 0; f < 4; f++) {
      carried += sim.pressure(f);
      assertTrue(state.base.contact[f], name + " foot " + f);
    }
    FloatingBaseDynamics d = new FloatingBaseDynamics(robot);
    d.update(UPRIGHT, robot.posture(), new double[18], new double[12]);
    assertEquals(d.mass() * RigidBodyDynamics.GRAVITY, carried, 0.01 * carried, name);
    assertFalse(sim.bodyTouches(), name);
    assertTrue(sim.truePosition()[2] > 0.8 * new TrotGait(robot).height(), name + " has not sunk");
  }

  @Test
  void theSameSeedAndTorquesGiveTheSameStatesToTheLastBit() {
    double[][] runs = new double[2][];
    for (int r = 0; r < 2; r++) {
      EmbeddedLegged sim = new EmbeddedLegged(go1, PlantParameters.DEMO, Terrain.rough(0.04, 3));
      RobotState state = RobotState.of(go1);
      sim.reset(5, go1.posture(), state);
      SplittableRandom random = new SplittableRandom(2);
      for (int k = 0; k < 800; k++) {
        sim.step(random.doubles(12, -15, 15).toArray(), 0.001, state);
      }
      runs[r] = Arrays.copyOf(state.q, 25);
      System.arraycopy(state.qd, 0, runs[r], 12, 12);
      runs[r][24] = state.base.angular[0];
    }
    assertArrayEquals(runs[0], runs[1]);
  }

  @Test
  void aRobotThatIsLetGoFallsOnItsBellyAndStaysOnTheGround() {
    EmbeddedLegged sim = new EmbeddedLegged(go1, PlantParameters.DEMO, Terrain.FLAT);
    RobotState state = RobotState.of(go1);
    sim.reset(1, go1.posture(), state);
    for (int k = 0; k < 3_000; k++) {
      sim.step(new double[12], 0.001, state);
    }
    assertTrue(sim.bodyTouches());
    assertTrue(sim.truePosition()[2] < 0.15, "on folded legs: " + sim.truePosition()[2]);
    for (double v : sim.trueVelocity()) {
      assertTrue(Math.abs(v) < 0.2, "it lies still: " + v);
    }
  }

  @Test
  void aSleighSlidesDownASlopeWithTheAccelerationOfCoulombFriction() {
    // Let go it lies on its belly; on 0.3 rad with μ = 0.2 it slides with g (sin − μ cos).
    double angle = 0.3;
    EmbeddedLegged sim =
        new EmbeddedLegged(go1, new PlantParameters(0, 0, 1, 0), Terrain.slope(angle));
    RobotState state = RobotState.of(go1);
    double[] tilted = {Math.cos(angle / 2), 0, -Math.sin(angle / 2), 0};
    double up = 0.1;
    double[] place = {6, 0, 5 * Math.tan(angle) + up};
    sim.setGround(new Ground(Terrain.slope(angle), 0.2));
    sim.reset(1, go1.posture(), place, tilted, state);
    double[] none = new double[12];
    for (int k = 0; k < 500; k++) {
      sim.step(none, 0.001, state);
    }
    double before = along(sim, angle);
    for (int k = 0; k < 300; k++) {
      sim.step(none, 0.001, state);
    }
    double expected = RigidBodyDynamics.GRAVITY * (Math.sin(angle) - 0.2 * Math.cos(angle)) * 0.3;
    assertEquals(expected, along(sim, angle) - before, 0.1 * expected);
  }

  /** Speed down the slope. */
  private static double along(EmbeddedLegged sim, double angle) {
    double[] r = new double[9];
    FloatingBaseDynamics.toRotation(sim.trueQuaternion(), r);
    double[] v = sim.trueVelocity();
    double x = r[0] * v[3] + r[1] * v[4] + r[2] * v[5];
    double z = r[6] * v[3] + r[7] * v[4] + r[8] * v[5];
    return -(x * Math.cos(angle) + z * Math.sin(angle));
  }

  @Test
  void aFootHoldsOnUntilThePushPassesTheFriction() {
    EmbeddedLegged sim = new EmbeddedLegged(go1, new PlantParameters(0, 0, 1, 1), Terrain.FLAT);
    RobotState state = RobotState.of(go1);
    MotorGains gains = MotorGains.of(go1);
    double[] torque = new double[12];
    double[] moved = new double[2];
    for (int k = 0; k < 2; k++) {
      sim.setGround(new Ground(Terrain.FLAT, 0.5));
      sim.reset(1, go1.posture(), state);
      for (int s = 0; s < 2_500; s++) {
        if (s == 1_500) {
          moved[k] = sim.truePosition()[0];
          // Half of μ m g, and twice of it.
          sim.push((k == 0 ? 0.25 : 1) * 128.5, 0, 0);
        }
        gains.torque(go1.posture(), state.q, state.qd, torque);
        sim.step(torque, 0.001, state);
      }
      moved[k] = sim.truePosition()[0] - moved[k];
    }
    assertTrue(moved[0] < 0.06, "the legs give, the feet hold: " + moved[0]);
    assertTrue(moved[1] > 0.5, "the feet slide: " + moved[1]);
  }
}
