package org.reins.launch.learn;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.DoubleFunction;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.barrier.Barriers;
import org.reins.filter.sampleddata.CommandFilter;
import org.reins.robot.ReinsException;
import org.reins.sim.system.BenchmarkSystem;
import org.reins.sim.system.Episodes;
import org.reins.sim.system.GridValue;

/**
 * Finds the margin δ that a filter of a benchmark system needs. The filter drives along the
 * boundary, where neither the safest nor a random driver goes: δ grows until the filter meets no
 * unsafe state there, and is then reduced as far as possible. {@code ./reins certify} tests the
 * result on other starts.
 */
final class FilterMargin {
  // In the barrier's unit: beyond it, hardly any state would be called safe.
  private static final double MOST = 0.5;
  // In the barrier's unit, and as a share of the margin: the step of growth, and the final distance
  // to the largest margin that was not enough.
  private static final double RAISE = 0.005;
  private static final double RAISE_SHARE = 0.1;
  private static final double CLOSE = 0.0005;
  private static final double CLOSE_SHARE = 0.01;

  private final BarrierFile file;
  private final BenchmarkSystem system;
  private final GridValue kernel;
  private final Episodes.Conditions conditions;
  // The episodes that violated last: with another margin they are likely to violate again.
  private int likely;

  /**
   * Prepares a search.
   *
   * @param episodes of each try, from starts where B ≥ δ
   * @param seed of the starts
   */
  FilterMargin(BarrierFile file, BenchmarkSystem system, int episodes, long seed) {
    this.file = file;
    this.system = system;
    // Only a pursuer needs the true state.
    kernel = system.disturbances().length > 1 ? new GridValue(system) : null;
    conditions = new Episodes.Conditions(episodes, system.period(), 0, 0, seed);
  }

  /**
   * Searches.
   *
   * @param by source of the filters' rate of B, for the error message
   * @param least margin to start with
   * @param filters creates a filter with a margin, for each of many runs
   * @throws ReinsException if no margin is enough
   */
  double find(String by, double least, DoubleFunction<CommandFilter> filters) {
    double unit = file.outputScale();
    double enough = least;
    double tooLittle = least;
    while (meetsUnsafe(enough, filters)) {
      if (enough > MOST * unit) {
        throw new ReinsException(
            String.format(
                Locale.ROOT,
                "with the barrier of %s the filter by the %s still meets unsafe states at a"
                    + " margin of %.4f: the largest margin allowed is half of the barrier's unit,"
                    + " %.4f",
                file.robot(),
                by,
                enough,
                MOST * unit));
      }
      tooLittle = enough;
      enough += Math.max(RAISE * unit, RAISE_SHARE * enough);
    }
    while (enough - tooLittle > Math.max(CLOSE * unit, CLOSE_SHARE * enough)) {
      double between = (enough + tooLittle) / 2;
      if (meetsUnsafe(between, filters)) {
        tooLittle = between;
      } else {
        enough = between;
      }
    }
    return enough;
  }

  private boolean meetsUnsafe(double delta, DoubleFunction<CommandFilter> filters) {
    OptionalInt part =
        new Episodes(system, kernel, () -> Barriers.of(file), delta)
            .violating(() -> filters.apply(delta), conditions, likely);
    likely = part.orElse(likely);
    return part.isPresent();
  }
}
