package org.reins.node.output;

/**
 * Commands for the motors of a legged robot. Each motor applies τ + kp (q* − q) + kd (q̇* − q̇) by
 * itself, at a much higher rate than commands arrive. In the order of the robot's motors; reused.
 */
public final class MotorTargets {
  /** Positions, rad. */
  public final double[] q;

  /** Velocities, rad/s. */
  public final double[] dq;

  /** Stiffness, N·m/rad. */
  public final double[] kp;

  /** Damping, N·m·s/rad. */
  public final double[] kd;

  /** Torques, N·m. */
  public final double[] tau;

  /** Makes targets for n motors. */
  public MotorTargets(int n) {
    q = new double[n];
    dq = new double[n];
    kp = new double[n];
    kd = new double[n];
    tau = new double[n];
  }
}
