package org.reins.filter;

import org.reins.filter.constraint.RowLimit;

/** The outcome of one cycle; owned by the filter and overwritten by the next step. */
public final class FilterOutput {
  /** Command to send, N·m. */
  public final double[] command;

  /** Nominal command of the policy, limited to the torque limits, N·m. */
  public final double[] nominal;

  /** Acceleration that the command produces according to the model, rad/s². */
  public final double[] acceleration;

  /** The action of this cycle. */
  public FilterAction action = FilterAction.STOP;

  /** The reason for the action. */
  public FilterReason reason = FilterReason.NONE;

  /** B − δ − margin at the looked-ahead state, m; NaN without a barrier. */
  public double barrierMargin;

  /** Smallest distance of the arm from a known obstacle minus the envelope's margin, m. */
  public double obstacleMargin;

  /** Largest share of its speed limit that a joint uses. */
  public double speedShare;

  /** Largest slack that a soft row used, in the unit of its rate; m/s for the learned barrier. */
  public double slack;

  /** ‖u − uNom‖ / ‖uMax‖. */
  public double intervention;

  /**
   * Low-pass filtered torque that the model does not explain, largest share of a joint's torque
   * limit.
   */
  public double disturbance;

  /**
   * Torque that the model does not explain and that rows, prediction and brake include, N·m: 0
   * where friction may explain it.
   */
  public final double[] load;

  /** The assumed meaning of the effort in the robot's states; never {@link EffortMeaning#AUTO}. */
  public EffortMeaning effort = EffortMeaning.ABSENT;

  /**
   * Index of the joint whose measurement was refused in this cycle, in the robot's order; −1 if
   * none was.
   */
  public int culprit = -1;

  /**
   * Whether for some cycles no state has arrived that shows how each joint moves, so that the
   * filter brakes by dead reckoning.
   */
  public boolean blind;

  /**
   * Whether nothing must be sent, because the filter does not see how the robot moves and the robot
   * stops on its own. One that carries its own weight gets commands again once STOP is latched,
   * unless a joint moves against the brake. While silent the command repeats the last one.
   */
  public boolean silent;

  /** Kinetic energy of the arm, J. */
  public double kineticEnergy;

  /** Bit k is set if row k acted; {@link SafetyFilter#rowNames} lists the names. */
  public long activeRows;

  /** Whether the row of the learned barrier acted. */
  public boolean barrierActive;

  /** Whether state and command are outside the barrier's data, so that its row is not enforced. */
  public boolean outOfDistribution;

  /** Conformal p-value of state and command; 1 without a guard. */
  public double supportPValue = 1;

  /** Iterations of the solver. */
  public int iterations;

  /** The speed scale in force after rate limiting. */
  public double speedScale;

  /**
   * Remaining distance to the limit of each row, in the row's unit; owned by the filter. Rows that
   * were not written in this cycle keep their values.
   */
  public final double[] left;

  /** Which limit each row represented; owned by the filter. */
  public final RowLimit[] limits;

  FilterOutput(int n, double[] left, RowLimit[] limits, double[] load) {
    this.load = load;
    this.left = left;
    this.limits = limits;
    command = new double[n];
    nominal = new double[n];
    acceleration = new double[n];
  }
}
