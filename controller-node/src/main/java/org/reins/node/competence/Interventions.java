package org.reins.node.competence;

import java.util.function.DoubleSupplier;

/**
 * Share of the cycles in which the learned barrier had to act. Cycles in which only the envelope
 * restricted the robot do not count, because the envelope itself is under test.
 */
public final class Interventions {
  private Interventions() {}

  /**
   * The metric.
   *
   * @param limit largest share that is still good, 0 to 1
   */
  public static CompetenceMetric upTo(DoubleSupplier limit) {
    return new BlockStatistic(
        "interventions of the barrier",
        "1",
        0.5,
        BlockStatistic.Kind.MEAN,
        s -> BlockStatistic.share(s.barrierCycles, s),
        limit);
  }
}
