package org.reins.filter;

/**
 * What one cycle of the filter works on; the caller fills it before each step, the filter only
 * reads it.
 */
public final class FilterInput {
  private static final double OLDEST = 0.05;

  /** Measured positions, rad. */
  public final double[] q;

  /** Measured velocities, rad/s. */
  public final double[] qd;

  /**
   * Where a robot that follows positions was told to be, rad: it will still go there. Read while
   * {@link #told}.
   */
  public final double[] toldQ;

  /** How fast it was told to go there, rad/s. */
  public final double[] toldQd;

  /**
   * Whether the filter judges where the robot was told to be in the place of where it is measured.
   * The measurement must be plausible all the same.
   */
  public boolean told;

  /**
   * The effort in the robot's state, N·m: what it means is said by {@link #effortMeaning}. Numbers
   * that are not finite count as no effort.
   */
  public final double[] acceptedEffort;

  /** What {@link #acceptedEffort} means. */
  public EffortMeaning effortMeaning = EffortMeaning.AUTO;

  /**
   * Whether the filter's torque is what acts on the robot. Where a controller inside of the robot
   * follows velocities or positions it is not: then what the model does not explain of the motion
   * is that controller's doing, and no disturbance to reckon with.
   */
  public boolean torqueActs = true;

  /** Joint target of the policy, rad. */
  public final double[] target;

  /** Stiffness that the policy asks for, N·m/rad. */
  public final double[] stiffness;

  /** Whether the measurement is new and complete. */
  public boolean stateFresh;

  /** Why the measurement is not fresh, where it is not; reported as it stands. */
  public FilterReason staleReason = FilterReason.STATE_STALE;

  /**
   * Whether nothing is sent to the robot while {@link FilterOutput#silent}: for one that stops by
   * itself when commands stay away.
   */
  public boolean silentWhenBlind;

  /** How old the measurement was when the cycle began, s, 0 to 0.05. */
  public double stateAge;

  /** Whether the policy's action is young enough to follow. */
  public boolean actionFresh;

  /** Whether to come to rest and hold, whatever the policy says. */
  public boolean paused;

  /** Whether it is known where the person is that the arm keeps apart from; true without one. */
  public boolean personKnown = true;

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
    toldQ = new double[n];
    toldQd = new double[n];
    acceptedEffort = new double[n];
    target = new double[n];
    stiffness = new double[n];
    this.envelope = envelope;
  }

  /** {@link #stateAge} in its range; no number counts as the oldest. */
  double boundedAge() {
    return stateAge >= 0 ? Math.min(OLDEST, stateAge) : OLDEST;
  }
}
