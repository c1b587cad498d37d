package org.reins.node.competence;

import java.util.function.DoubleSupplier;

/** Share of the cycles that ended in the fallback. */
public final class Fallbacks {
  private Fallbacks() {}

  /**
   * The metric.
   *
   * @param limit largest share in a status that is still good, 0 to 1
   */
  public static CompetenceMetric upTo(DoubleSupplier limit) {
    return new BlockStatistic(
        "fallbacks",
        "1",
        0.2,
        BlockStatistic.Kind.WORST,
        s -> BlockStatistic.share(s.fallbackCycles, s),
        limit);
  }
}
