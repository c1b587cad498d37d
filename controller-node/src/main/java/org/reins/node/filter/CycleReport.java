package org.reins.node.filter;

import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;

/**
 * What one cycle of the control loop did, in the same terms for every kind of robot: {@link
 * RobotCycle} fills it in, {@link StatusWindow} and {@link LoopStatistics} gather it. One instance
 * is reused by each cycle; the arrays belong to it.
 */
public final class CycleReport {
  /** What the filter did with the policy's action. */
  public FilterAction action = FilterAction.PASS;

  /** The reason for the action. */
  public FilterReason reason = FilterReason.NONE;

  /** Envelope level in force. */
  public int level;

  /** Speed scale in force. */
  public double speedScale = 1;

  /** Whether the learned barrier changed the command. */
  public boolean barrierActive;

  /** Whether state and command are outside the barrier's training data. */
  public boolean outOfDistribution;

  /** Bit k: row k acted. */
  public long activeRows;

  /** B − δ − margin, m; NaN without a barrier. */
  public double barrierMargin = Double.NaN;

  /** Distance to the nearest known obstacle minus the margin, m; infinite without an obstacle. */
  public double obstacleMargin = Double.POSITIVE_INFINITY;

  /** Largest share of its speed limit that a joint uses. */
  public double speedShare;

  /** Slack on the learned barrier, m/s. */
  public double slack;

  /** Largest change of a torque, share of its limit. */
  public double intervention;

  /** Largest torque that the model does not explain, share of the joint's limit. */
  public double disturbance;

  /** Largest change of the policy's action since the previous cycle, share of its range. */
  public double nominalJump;

  /** Largest variance of the policy's action over the last 0.1 s, share of its range squared. */
  public double nominalVariance;

  /** By how much measured positions have drifted from the integrated measured velocities, rad. */
  public double positionDrift;

  /** Kinetic energy while the robot is inside a margin, J; else 0. */
  public double contactEnergy;

  /** Change of each joint's velocity in this cycle that the model does not explain, rad/s. */
  public final double[] unexplainedVelocity;

  /** Where the robot is, see {@link org.reins.node.messages.FilterStatus#postureCell}. */
  public long postureCell;

  /**
   * Makes a report.
   *
   * @param joints number of joints with a model that explains their motion; 0 for none
   */
  public CycleReport(int joints) {
    unexplainedVelocity = new double[joints];
  }
}
