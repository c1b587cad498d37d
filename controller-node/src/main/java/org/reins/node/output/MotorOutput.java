package org.reins.node.output;

/** Sends motor targets in the robot's format. Runs on the control thread: allocates nothing. */
public interface MotorOutput {
  /**
   * Sends targets.
   *
   * @param targets not modified
   * @return false if the middleware refused them
   */
  boolean publish(MotorTargets targets);

  /**
   * Sends only damping, without position or torque, for cases in which nothing better is known.
   *
   * @param kd damping for every motor, N·m·s/rad
   */
  boolean damp(double kd);
}
