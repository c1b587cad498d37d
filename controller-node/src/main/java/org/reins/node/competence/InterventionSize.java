package org.reins.node.competence;

import java.util.function.DoubleSupplier;

/**
 * How much the filter changed the policy's command, ‖u − uNom‖ / ‖uMax‖. It is the mean, over the
 * block's statuses, of the largest value in each.
 */
public final class InterventionSize {
  private InterventionSize() {}

  /**
   * The metric.
   *
   * @param limit largest value that is still good
   */
  public static CompetenceMetric upTo(DoubleSupplier limit) {
    return new BlockStatistic(
        "size of interventions", "1", 0.4, BlockStatistic.Kind.MEAN, s -> s.intervention, limit);
  }
}
