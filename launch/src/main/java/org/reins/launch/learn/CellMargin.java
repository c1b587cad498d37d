package org.reins.launch.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleConsumer;
import org.reins.filter.barrier.BarrierFile;
import org.reins.sim.cell.Cell;

/**
 * Raises a barrier's margin until filtered runs of a cell's task enter no zone. Conformal
 * calibration alone speaks about trajectories like the recorded ones; a filter that works at the
 * margin meets others.
 */
final class CellMargin {
  private static final double STEP = 0.005;
  private static final int MOST_TRIES = 10;

  private final Cell cell;
  private final int runs;
  private final long seed;
  private final List<Try> tried = new ArrayList<>();

  /**
   * The outcome of a margin.
   *
   * @param delta the margin, m
   * @param entered runs that entered a zone
   * @param goals reached in all runs together
   */
  record Try(double delta, int entered, long goals) {
    String line(int runs) {
      return String.format(
          Locale.ROOT,
          "margin δ %.5f: %d of %d runs enter a zone, %d goals reached",
          delta,
          entered,
          runs,
          goals);
    }
  }

  /**
   * Prepares runs.
   *
   * @param runs number of runs for each margin
   * @param seed of the runs; certification uses other ones
   */
  CellMargin(Cell cell, int runs, long seed) {
    this.cell = cell;
    this.runs = runs;
    this.seed = seed;
  }

  /**
   * Finds the smallest margin, in steps, with which no run enters a zone; otherwise the one with
   * the fewest.
   *
   * @param least margin to begin with, m
   */
  double find(BarrierFile barrier, double least, DoubleConsumer progress) {
    for (int k = 0; k < MOST_TRIES; k++) {
      Try t = attempt(barrier, least + k * STEP, progress);
      tried.add(t);
      if (t.entered == 0) {
        return t.delta;
      }
    }
    return tried.stream().min(java.util.Comparator.comparingInt(Try::entered)).orElseThrow().delta;
  }

  /** Everything tried so far. */
  List<Try> tried() {
    return List.copyOf(tried);
  }

  private Try attempt(BarrierFile barrier, double delta, DoubleConsumer progress) {
    int entered = 0;
    long goals = 0;
    BarrierFile with = barrier.withMetadata(Map.of("delta", Double.toString(delta)));
    try (CellRetest retest = new CellRetest(cell, with)) {
      for (int e = 0; e < runs; e++) {
        entered += retest.entersZone(1_000 * seed + e) ? 1 : 0;
        goals += retest.goals();
        progress.accept((e + 1.0) / runs);
      }
    }
    return new Try(delta, entered, goals);
  }
}
