package org.reins.launch.learn;

import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.reins.learning.assurance.SubsetSimulation;

/** Importance splitting over the starts of a benchmark system. */
final class RareEpisodes {
  private static final int LEVELS = 8;

  private RareEpisodes() {}

  /**
   * Estimates the share of the starts from which h falls below 0.
   *
   * @param smallestH of the episode from a start in the unit cube; infinite for no start
   * @param states of the system
   * @param size episodes of a level
   */
  static SubsetSimulation.Estimate estimate(
      ToDoubleFunction<double[]> smallestH, int states, int size, long seed) {
    SubsetSimulation s = new SubsetSimulation(states, 0, size, LEVELS, new SplittableRandom(seed));
    double starts = Double.NaN;
    while (!s.next().isEmpty()) {
      double[] h = s.next().stream().mapToDouble(smallestH).toArray();
      if (Double.isNaN(starts)) {
        starts = (double) java.util.Arrays.stream(h).filter(Double::isFinite).count() / h.length;
      }
      s.tell(h);
    }
    return s.estimate().among(starts, size);
  }
}
