package org.reins.filter.legged;

import org.reins.robot.state.RobotState;

/**
 * What may stand between the commands and a walking robot: {@link #command} is called once in each
 * period of the policy, what stands after it once in each motor period.
 */
public interface WalkFilter {
  /** Begins anew. */
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

  /** Whether the robot may trot, or is to stand. */
  boolean march();

  /** Whether the motors hold their targets, or only damp. */
  boolean holds();

  /**
   * Makes the torques safe.
   *
   * @param fresh whether the measurement is new; the motors' loops see their own encoders always
   * @param torque what the motors' loops would do; overwritten with what is sent
   */
  void torque(RobotState seen, boolean fresh, double[] torque);
}
