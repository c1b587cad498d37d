package org.reins.filter.legged;

import org.reins.robot.dynamics.FloatingBaseDynamics;
import org.reins.robot.state.BaseState;

/**
 * Observation and action of a walking policy, {@code walk/1}. Observation: the vertical in base
 * axes (3), angular velocity / 4 (3), odometry's velocity (3), commanded twist (3), sin and cos of
 * the gait's phase (2), height divided by that of the posture, minus 1, × 5 (1). Action: {@link
 * TrotGait#PER_FOOT} numbers per foot, −1…1. Queried in each policy period, see {@link WalkTiming}.
 */
public final class WalkInterface {
  /** Numbers in an observation. */
  public static final int OBSERVATION = 15;

  private final double[] rotation = new double[9];

  /**
   * Writes an observation.
   *
   * @param out overwritten
   */
  public void observe(
      BaseState base, LegOdometry odometry, TrotGait gait, double[] twist, float[] out) {
    FloatingBaseDynamics.toRotation(base.quaternion, rotation);
    for (int k = 0; k < 3; k++) {
      out[k] = (float) rotation[6 + k];
      out[3 + k] = (float) (base.angular[k] / 4);
      out[6 + k] = (float) odometry.velocity()[k];
      out[9 + k] = (float) twist[k];
    }
    out[12] = (float) Math.sin(2 * Math.PI * gait.phase());
    out[13] = (float) Math.cos(2 * Math.PI * gait.phase());
    out[14] = (float) (5 * (odometry.height() / gait.height() - 1));
  }
}
