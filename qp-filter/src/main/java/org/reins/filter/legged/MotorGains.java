package org.reins.filter.legged;

import org.reins.robot.model.RobotModel;

/**
 * Gains of a robot's motors, τ = kp (q* − q) − kd q̇, in proportion to its weight.
 *
 * @param stiffness kp, N·m/rad
 * @param damping kd, N·m·s/rad
 */
public record MotorGains(double stiffness, double damping) {
  /** The gains used for learning to walk and for walking. */
  public static MotorGains of(RobotModel robot) {
    double mass = robot.mass();
    double height = new TrotGait(robot).height();
    // Torque scales with weight times length.
    double scale = mass * height / (13.1 * 0.285);
    // Stiffness grows more than in proportion: the same sag tilts tall bodies faster.
    return new MotorGains(60 * Math.pow(scale, 1.25), 1.5 * scale);
  }

  /** Computes the torques that pull the joints to their targets; overwrites them. */
  public void torque(double[] targets, double[] q, double[] qd, double[] torque) {
    for (int i = 0; i < torque.length; i++) {
      torque[i] = stiffness * (targets[i] - q[i]) - damping * qd[i];
    }
  }

  /** Computes the torques that only damp; overwrites them. */
  public void damp(double[] qd, double[] torque) {
    for (int i = 0; i < torque.length; i++) {
      torque[i] = -damping * qd[i];
    }
  }
}
