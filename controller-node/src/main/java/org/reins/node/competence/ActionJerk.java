package org.reins.node.competence;

import java.util.function.DoubleSupplier;

/**
 * How jerky the policy is: the change of its nominal torque from one cycle to the next, as a share
 * of the torque limit. It is the mean, over the block's statuses, of the largest value in each.
 */
public final class ActionJerk {
  private ActionJerk() {}

  /**
   * The metric.
   *
   * @param limit largest value that is still good
   */
  public static CompetenceMetric upTo(DoubleSupplier limit) {
    return new BlockStatistic(
        "jerk of the action", "1", 0.4, BlockStatistic.Kind.MEAN, s -> s.nominalJump, limit);
  }
}
