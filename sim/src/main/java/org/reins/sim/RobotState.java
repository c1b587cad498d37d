package org.reins.sim;

/** State of a robot as its sensors give it; allocated once and overwritten by the backend. */
public final class RobotState {
  /** Time since reset, s. */
  public double time;

  /** Joint positions, rad. */
  public final double[] q;

  /** Joint velocities, rad/s. */
  public final double[] qd;

  /** The command that the robot accepted last, N·m: it acts from the next step on. */
  public final double[] acceptedEffort;

  /** Makes a state of n joints at rest. */
  public RobotState(int n) {
    q = new double[n];
    qd = new double[n];
    acceptedEffort = new double[n];
  }
}
