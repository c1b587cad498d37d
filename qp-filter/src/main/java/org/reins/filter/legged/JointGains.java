package org.reins.filter.legged;

import java.util.Arrays;

/**
 * Gains of each motor, τ = kp (q* − q) − kd q̇.
 *
 * @param stiffness kp, N·m/rad
 * @param damping kd, N·m·s/rad
 */
public record JointGains(double[] stiffness, double[] damping) {
  /** The same gains for all motors. */
  public static JointGains of(MotorGains all, int motors) {
    double[] kp = new double[motors];
    double[] kd = new double[motors];
    Arrays.fill(kp, all.stiffness());
    Arrays.fill(kd, all.damping());
    return new JointGains(kp, kd);
  }

  /** kp of a motor, N·m/rad. */
  public double stiffness(int motor) {
    return stiffness[motor];
  }

  /** kd of a motor, N·m·s/rad. */
  public double damping(int motor) {
    return damping[motor];
  }

  /** Computes the torques that pull the joints to their targets; overwrites them. */
  public void torque(double[] targets, double[] q, double[] qd, double[] torque) {
    for (int i = 0; i < torque.length; i++) {
      torque[i] = stiffness[i] * (targets[i] - q[i]) - damping[i] * qd[i];
    }
  }

  /** Computes the torques that only damp; overwrites them. */
  public void damp(double[] qd, double[] torque) {
    for (int i = 0; i < torque.length; i++) {
      torque[i] = -damping[i] * qd[i];
    }
  }
}
