package org.reins.filter.legged;

import org.reins.robot.state.RobotState;

/** A filter of a walking robot, as the robot's node uses and reports it. */
public interface WalkGuard {
  /** Starts over. */
  void reset();

  /**
   * Sets the parameters that may change while the robot walks.
   *
   * @param gain α, one over the unit of B
   * @param kept margin to the boundary in addition to δ, in the unit of B
   */
  void tune(double gain, double kept);

  /** Stops the robot and holds it on its feet, or lets it continue. */
  void hold(boolean on);

  /**
   * Makes torques safe; called once per motor period.
   *
   * @param seen last measurement, not modified
   * @param fresh whether it is new; the motors' loops always see their own encoders
   * @param torque torques of the motors' loops, N·m; overwritten with what is sent
   */
  void torque(RobotState seen, boolean fresh, double[] torque);

  /** Whether the last torques were changed. */
  boolean hasChangedTorque();

  /** Whether measurements have been missing for so long that the robot stops. */
  boolean isSilent();

  /** Whether the body leaned so far that the motors only damp, until a reset. */
  boolean isLost();

  /** Passed share of the wanted motion in the last policy period. */
  double share();

  /** B − δ − margin at the last twist; NaN without a barrier. */
  double safety();

  /** Whether the robot may walk; otherwise it must stand. */
  boolean march();
}
