package org.reins.node.competence;

import java.util.function.DoubleSupplier;

/**
 * How much the policy's action varies, smoothly or not: the variance of its nominal torque over the
 * last tenth of a second, of the joint where it is largest, as a share of the torque limit squared;
 * the mean over the block of each status's largest. Of a walking robot it is the action itself,
 * whose range counts as 1.
 */
public final class ActionVariance {
  private ActionVariance() {}

  /**
   * The metric.
   *
   * @param limit largest that is still good
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
