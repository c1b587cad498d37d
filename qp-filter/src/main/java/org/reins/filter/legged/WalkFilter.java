package org.reins.filter.legged;

import org.reins.robot.state.RobotState;

/**
 * A filter between the commands and a walking robot: {@link #command} is called once per policy
 * period, the methods after it once per motor period.
 */
public interface WalkFilter {
  /** Starts over. */
  void reset();

  /**
   * Chooses the twist of the next policy period.
   *
   * @param fresh whether the measurement is new
   * @param wanted nominal twist after the next period, not modified
   * @param twist the twist of the last period; overwritten with the next one
   */
  void command(
      RobotState seen,
      boolean fresh,
      LegOdometry odometry,
      TrotGait gait,
      double[] wanted,
      double[] twist);

  /** Whether the robot may trot; otherwise it must stand. */
  boolean march();

  /** Whether the motors hold their targets, or only damp. */
  boolean holds();

  /**
   * Makes the torques safe.
   *
   * @param fresh whether the measurement is new; the motors' loops always see their own encoders
   * @param torque torques of the motors' loops; overwritten with what is sent
   */
  void torque(RobotState seen, boolean fresh, double[] torque);
}
