package org.reins.filter.legged;

import java.util.List;
import org.reins.robot.dynamics.FloatingBaseDynamics;
import org.reins.robot.state.BaseState;

/**
 * The state of a walking robot's barrier: the body and the twist that the gait follows. The input
 * is the rate of that twist, so that the barrier knows which twists are safe in which state, and
 * the filter how fast to change the twist. All of it comes from the robot's own sensors.
 */
public final class WalkState {
  /** Names of the numbers, in their order. */
  public static final List<String> NAMES =
      List.of(
          "up_x",
          "up_y",
          "omega_x",
          "omega_y",
          "omega_z",
          "v_x",
          "v_y",
          "v_z",
          "height",
          "twist_x",
          "twist_y",
          "twist_yaw",
          "phase_sin",
          "phase_cos");

  /** Index of the first number of the twist. */
  public static final int TWIST = 9;

  /** Numbers in an input: rates along x and y, m/s², and about z, rad/s². */
  public static final int INPUTS = 3;

  /** Share of its standing height below which a body has fallen. */
  public static final double FALLEN_HEIGHT = 0.4;

  private final double[] rotation = new double[9];

  /** By how much lower than standing a body has fallen, m, for one with this standing height, m. */
  public static double fallDepth(double standing) {
    return (1 - FALLEN_HEIGHT) * standing;
  }

  /**
   * Writes a state: the vertical in base axes (its x and y), angular velocity, odometry's velocity,
   * height as a share of the posture's minus 1, twist, phase of the gait.
   *
   * @param out overwritten
   */
  public void write(
      BaseState base, LegOdometry odometry, TrotGait gait, double[] twist, double[] out) {
    FloatingBaseDynamics.toRotation(base.quaternion, rotation);
    out[0] = rotation[6];
    out[1] = rotation[7];
    for (int k = 0; k < 3; k++) {
      out[2 + k] = base.angular[k];
      out[5 + k] = odometry.velocity()[k];
      out[TWIST + k] = twist[k];
    }
    out[8] = odometry.height() / gait.height() - 1;
    out[12] = Math.sin(2 * Math.PI * gait.phase());
    out[13] = Math.cos(2 * Math.PI * gait.phase());
  }
}
