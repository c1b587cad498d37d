package org.reins.node.competence;

import java.util.function.DoubleSupplier;

/**
 * Torque that the model does not explain, as a share of the torque limit. It shows how well the
 * robot follows its commands.
 */
public final class UnexplainedTorque {
  private UnexplainedTorque() {}

  /**
   * The metric.
   *
   * @param limit largest value that is still good
   */
  public static CompetenceMetric upTo(DoubleSupplier limit) {
    return new BlockStatistic(
        "unexplained torque", "1", 0.2, BlockStatistic.Kind.WORST, s -> s.disturbance, limit);
  }
}
