package org.reins.filter;

/**
 * What one cycle of the filter works on; the caller fills it before each step, the filter only
 * reads it.
 */
public final class FilterInput {
  /** Measured positions, rad. */
  public final double[] q;

  /** Measured velocities, rad/s. */
  public final double[] qd;

  /** The torque that the robot accepted last, N·m. */
  public final double[] acceptedEffort;

  /** Joint target of the policy, rad. */
  public final double[] target;

  /** Stiffness that the policy asks for, N·m/rad. */
  public final double[] stiffness;

  /** Whether the measurement is new and complete. */
  public boolean stateFresh;

  /** Whether the policy's action is young enough to follow. */
  public boolean actionFresh;

  /** Whether to come to rest and hold, whatever the policy says. */
  public boolean paused;

  /** α of the learned barrier, 1/s, 0.1 to 100; NaN for that of the settings. */
  public double alpha = Double.NaN;

  /** Largest speed of the tool, m/s, over 0; infinite for none. */
  public double toolSpeed = Double.POSITIVE_INFINITY;

  /** Measured time since the cycle before, s. */
  public double dt;

  /** The envelope to move to. */
  public Envelope envelope;

  /** Allocates an input for n joints. */
  public FilterInput(int n, Envelope envelope) {
    q = new double[n];
    qd = new double[n];
    acceptedEffort = new double[n];
    target = new double[n];
    stiffness = new double[n];
    this.envelope = envelope;
  }
}
