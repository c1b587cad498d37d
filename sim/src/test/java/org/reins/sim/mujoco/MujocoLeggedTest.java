package org.reins.sim.mujoco;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reins.filter.legged.MotorGains;
import org.reins.filter.legged.TrotGait;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;
import org.reins.sim.PlantParameters;
import org.reins.sim.SimBackend;
import org.reins.sim.legged.EmbeddedLegged;
import org.reins.sim.legged.Terrain;

/**
 * The same torques on the same robot in both simulators. Their contacts differ (a spring of ours
 * sinks 1.5 mm under a foot at rest, MuJoCo's constraint sinks by its own rule), so heights may
 * differ by a few millimetres; a trot rolls over its contacts and repeats such differences in every
 * step, so that only distance and height on average can be compared, to 5 % and 2 %.
 */
class MujocoLeggedTest {
  private static final PlantParameters PLANT = new PlantParameters(0, 0, 1, 1);

  private final RobotModel go1 = RobotFiles.legged("go1");
  private final MotorGains gains = MotorGains.of(go1);

  @BeforeEach
  void mujocoIsThere() {
    assumeTrue(MujocoArm.missing().isEmpty(), MujocoArm.missing());
  }

  /** Where a run ended and how high it was on average over its last half. */
  private record TaskEnvironment(double x, double y, double height, double lowest) {}

  private TaskEnvironment run(
      SimBackend sim, double[] place, double speed, boolean march, int steps) {
    RobotState state = RobotState.of(go1);
    TrotGait gait = new TrotGait(go1);
    double[] torque = new double[12];
    double[] twist = {speed, 0, 0};
    float[] action = new float[12];
    double sum = 0;
    double lowest = 1;
    sim.reset(1, go1.posture(), state);
    double[] targets = go1.posture();
    for (int k = 0; k < steps; k++) {
      if (k % 2 == 0) {
        targets = gait.step(0.002, march, twist, action);
      }
      gains.torque(targets, state.q, state.qd, torque);
      sim.step(torque, 0.001, state);
      lowest = Math.min(lowest, place[2]);
      sum += k >= steps / 2 ? place[2] : 0;
    }
    return new TaskEnvironment(place[0], place[1], sum / (steps - steps / 2), lowest);
  }

  private TaskEnvironment[] both(double speed, boolean march, int steps) {
    EmbeddedLegged ours = new EmbeddedLegged(go1, PLANT, Terrain.FLAT);
    try (MujocoLegged theirs = new MujocoLegged(go1, PLANT)) {
      return new TaskEnvironment[] {
        run(ours, ours.truePosition(), speed, march, steps),
        run(theirs, theirs.truePosition(), speed, march, steps)
      };
    }
  }

  @Test
  void itStandsAsHighAsInMujoco() {
    TaskEnvironment[] c = both(0, false, 3_000);
    assertEquals(c[1].height(), c[0].height(), 0.004);
  }

  @Test
  void itTrotsAsFastAndAsHighAsInMujoco() {
    TaskEnvironment[] c = both(1, true, 8_000);
    assertTrue(c[0].x() > 2, "it gets somewhere: " + c[0]);
    assertEquals(Math.hypot(c[1].x(), c[1].y()), Math.hypot(c[0].x(), c[0].y()), 0.05 * c[1].x());
    assertEquals(c[1].height(), c[0].height(), 0.02 * c[1].height());
  }

  @Test
  void letGoItFallsAsFastAsInMujoco() {
    double[] height = new double[2];
    EmbeddedLegged ours = new EmbeddedLegged(go1, PLANT, Terrain.FLAT);
    try (MujocoLegged theirs = new MujocoLegged(go1, PLANT)) {
      SimBackend[] sims = {ours, theirs};
      for (int s = 0; s < 2; s++) {
        RobotState state = RobotState.of(go1);
        sims[s].reset(1, go1.posture(), state);
        for (int k = 0; k < 150; k++) {
          sims[s].step(new double[12], 0.001, state);
        }
        height[s] = s == 0 ? ours.truePosition()[2] : theirs.truePosition()[2];
      }
    }
    assertTrue(height[1] < 0.25, "it is falling: " + height[1]);
    assertEquals(height[1], height[0], 0.01);
  }
}
