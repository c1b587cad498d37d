package org.reins.filter.observation;

/**
 * What a policy asks of the joints, in the robot's order; allocated once and overwritten with each
 * action. The motors apply τ = kp (position − q) + kd (velocity − q̇) + effort.
 */
public final class PolicyCommand {
  /** Position targets, rad. */
  public final double[] position;

  /** Velocity targets, rad/s. */
  public final double[] velocity;

  /** Additional torques, N·m. */
  public final double[] effort;

  /** kp, N·m/rad. */
  public final double[] stiffness;

  /** kd, N·m·s/rad. */
  public final double[] damping;

  /** Makes an empty command. */
  PolicyCommand(int n) {
    position = new double[n];
    velocity = new double[n];
    effort = new double[n];
    stiffness = new double[n];
    damping = new double[n];
  }

  /**
   * The torques that motors apply at a state.
   *
   * @param q rad, not modified
   * @param qd rad/s, not modified
   * @param torque N·m, overwritten
   */
  public void torque(double[] q, double[] qd, double[] torque) {
    for (int i = 0; i < torque.length; i++) {
      torque[i] =
          stiffness[i] * (position[i] - q[i]) + damping[i] * (velocity[i] - qd[i]) + effort[i];
    }
  }
}
