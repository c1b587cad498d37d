package org.reins.node.competence;

import java.util.function.DoubleSupplier;

/**
 * How much the policy's action varies, smoothly or not: the variance of its nominal torque over the
 * last 0.1 s, for the joint with the largest variance, as a share of the torque limit squared. It
 * is the mean, over the block's statuses, of the largest value in each. For a walking robot it is
 * the variance of the action itself, whose range counts as 1.
 */
public final class ActionVariance {
  private ActionVariance() {}

  /**
   * The metric.
   *
   * @param limit largest value that is still good
   */
  public static CompetenceMetric upTo(DoubleSupplier limit) {
    return new BlockStatistic(
        "variance of the action",
        "1",
        0.4,
        BlockStatistic.Kind.MEAN,
        s -> s.nominalVariance,
        limit);
  }
}
