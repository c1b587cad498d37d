package org.reins.node.competence;

import java.util.function.DoubleSupplier;

/**
 * How far the velocities went otherwise than the model says of the commands, over a status, rad/s:
 * the worst joint.
 */
public final class TrackingError {
  private TrackingError() {}

  /**
   * The metric.
   *
   * @param limit largest that is still good, rad/s
   */
  public static CompetenceMetric upTo(DoubleSupplier limit) {
    return new BlockStatistic(
        "tracking error", "rad/s", 0.2, BlockStatistic.Kind.WORST, s -> s.trackingError, limit);
  }
}
