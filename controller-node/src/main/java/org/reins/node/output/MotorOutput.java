package org.reins.node.output;

/** Sends motor targets in the form that a robot takes. On the control thread: allocates nothing. */
public interface MotorOutput {
  /**
   * Sends targets.
   *
   * @param targets not modified
   * @return false when the middleware refused them
   */
  boolean publish(MotorTargets targets);

  /**
   * Sends damping: no position, no torque, for when nothing better is known.
   *
   * @param kd damping of every motor, N·m·s/rad
   */
  boolean damp(double kd);
}
