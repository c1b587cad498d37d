package org.reins.filter;

/**
 * The input of one filter cycle. The caller fills it before each step; the filter only reads it.
 */
public final class FilterInput {
  /** Targets farther from 0 than this are no action, rad or m. */
  public static final double FARTHEST_TARGET = 1e6;

  private static final double OLDEST = 0.05;

  /** Measured positions, rad. */
  public final double[] q;

  /** Measured velocities, rad/s. */
  public final double[] qd;

  /**
   * Commanded position of a robot that follows positions, rad: it will still move there. Read while
   * {@link #told}.
   */
  public final double[] toldQ;

  /** Commanded velocity towards that position, rad/s. */
  public final double[] toldQd;

  /**
   * Whether the filter judges the commanded position instead of the measured one. The measurement
   * must be plausible all the same.
   */
  public boolean told;

  /**
   * The effort in the robot's state, N·m. {@link #effortMeaning} defines its meaning. Values that
   * are not finite count as no effort.
   */
  public final double[] acceptedEffort;

  /** The meaning of {@link #acceptedEffort}. */
  public EffortMeaning effortMeaning = EffortMeaning.AUTO;

  /**
   * Whether the filter's torque acts on the robot directly. It does not if a controller inside the
   * robot follows velocities or positions. Then motion that the model does not explain is caused by
   * that controller, and is not a disturbance to compensate.
   */
  public boolean torqueActs = true;

  /** Joint target of the policy, rad. */
  public final double[] target;

  /** Stiffness requested by the policy, N·m/rad. */
  public final double[] stiffness;

  /** Whether the measurement is new and complete. */
  public boolean stateFresh;

  /** If the measurement is not fresh, the reason; reported unchanged. */
  public FilterReason staleReason = FilterReason.STATE_STALE;

  /**
   * Whether nothing is sent to the robot while {@link FilterOutput#silent}: for a robot that stops
   * on its own when commands cease.
   */
  public boolean silentWhenBlind;

  /** Age of the measurement at the start of the cycle, s, 0 to 0.05. */
  public double stateAge;

  /** Whether the policy's action is recent enough to follow. */
  public boolean actionFresh;

  /** Whether to come to rest and hold, regardless of the policy. */
  public boolean paused;

  /** Whether the position of the person to keep apart from is known; true without a person. */
  public boolean personKnown = true;

  /** α of the learned barrier, 1/s, 0.1 to 100; NaN for that of the settings. */
  public double alpha = Double.NaN;

  /** Largest speed of the tool, m/s, greater than 0; infinite for no limit. */
  public double toolSpeed = Double.POSITIVE_INFINITY;

  /** Measured time since the previous cycle, s. */
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

  /** {@link #stateAge} clamped to its range; NaN counts as the oldest. */
  double boundedAge() {
    return stateAge >= 0 ? Math.min(OLDEST, stateAge) : OLDEST;
  }
}
