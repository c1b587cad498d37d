package org.reins.node.competence;

import java.util.function.DoubleSupplier;
import org.reins.node.messages.FilterStatus;

/**
 * How deep the arm was inside a margin that it should keep from an obstacle or from the boundary of
 * the learned barrier.
 */
public final class NearViolations {
  private NearViolations() {}

  /**
   * The metric.
   *
   * @param limit largest depth that is still good, m
   */
  public static CompetenceMetric upTo(DoubleSupplier limit) {
    return new BlockStatistic(
        "near-violations", "m", 0.2, BlockStatistic.Kind.WORST, NearViolations::depth, limit);
  }

  private static double depth(FilterStatus s) {
    // If the barrier margin is NaN, there is no barrier.
    return Double.isNaN(s.barrierMargin)
        ? -s.obstacleMargin
        : -Math.min(s.obstacleMargin, s.barrierMargin);
  }
}
