package org.reins.node.competence;

import java.util.function.DoubleSupplier;

/**
 * Largest difference, over a status, between the measured velocities and those that the model
 * predicts from the commands, for the worst joint, rad/s.
 */
public final class TrackingError {
  private TrackingError() {}

  /**
   * The metric.
   *
   * @param limit largest value that is still good, rad/s
   */
  public static CompetenceMetric upTo(DoubleSupplier limit) {
    return new BlockStatistic(
        "tracking error", "rad/s", 0.2, BlockStatistic.Kind.WORST, s -> s.trackingError, limit);
  }
}
