package org.reins.node.competence;

import java.util.function.DoubleSupplier;

/** Share of the cycles in which state and command were unlike the barrier's data. */
public final class OutOfDistribution {
  private OutOfDistribution() {}

  /**
   * The metric.
   *
   * @param limit largest share in a status that is still good, 0 to 1
   */
  public static CompetenceMetric upTo(DoubleSupplier limit) {
    return new BlockStatistic(
        "out of distribution",
        "1",
        0.2,
        BlockStatistic.Kind.WORST,
        s -> BlockStatistic.share(s.oodCycles, s),
        limit);
  }
}
