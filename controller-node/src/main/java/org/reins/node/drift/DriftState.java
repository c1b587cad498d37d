package org.reins.node.drift;

import org.reins.node.messages.FilterStatus;

/**
 * The state of the drift chain: bin of the margin × envelope level.
 *
 * <p>The margin is the smallest of several reserves, each expressed as a share: 1 is nominal, 0
 * means that nothing is left. The reserves are:
 *
 * <ul>
 *   <li>the distance inside a margin, relative to twice the margin of the ladder: half is left in
 *       contact;
 *   <li>the torque that the model may leave unexplained;
 *   <li>the drift of the measured positions against the measured velocities.
 * </ul>
 *
 * @param levels number of envelope levels
 */
public record DriftState(int levels) {
  /** Number of bins of the margin. */
  public static final int BINS = 20;

  private static final int MOST_LEVELS = 100;
  private static final double DEPTH = 0.044;
  private static final double TORQUE = 0.08;
  private static final double DRIFT = 0.02;

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if there are none, or more than an envelope has
   */
  public DriftState {
    if (levels < 1 || levels > MOST_LEVELS) {
      throw new IllegalArgumentException(
          "levels is " + levels + ": allowed is 1 to " + MOST_LEVELS);
    }
  }

  /** Total number of states. */
  public int count() {
    return BINS * levels;
  }

  /** The state of the chain for a status. */
  public int of(FilterStatus status) {
    double margin = margin(status);
    // NaN means that nothing is left.
    int bin = Double.isNaN(margin) ? 0 : (int) Math.floor(BINS * margin);
    return Math.max(0, Math.min(levels - 1, status.level)) * BINS
        + Math.max(0, Math.min(BINS - 1, bin));
  }

  /** The margin of a status, 1 at best. */
  public static double margin(FilterStatus status) {
    double inside = Math.max(0, -status.obstacleMargin);
    if (status.barrierMargin < 0) {
      inside = Math.max(inside, -status.barrierMargin);
    }
    return 1
        - Math.max(
            inside / DEPTH, Math.max(status.disturbance / TORQUE, status.positionDrift / DRIFT));
  }
}
