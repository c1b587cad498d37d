package org.reins.node.competence;

import java.util.function.DoubleSupplier;

/**
 * How much of the policy's command the filter changed, ‖u − uNom‖ / ‖uMax‖: the mean over the block
 * of each status's worst.
 */
public final class InterventionSize {
  private InterventionSize() {}

  /**
   * The metric.
   *
   * @param limit largest that is still good
   */
  public static CompetenceMetric upTo(DoubleSupplier limit) {
    return new BlockStatistic(
        "size of interventions", "1", 0.4, BlockStatistic.Kind.MEAN, s -> s.intervention, limit);
  }
}
