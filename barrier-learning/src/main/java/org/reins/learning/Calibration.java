package org.reins.learning;

import java.util.Arrays;
import java.util.List;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.barrier.NeuralBarrier;
import org.reins.sim.Transitions;

/**
 * The margin δ of a barrier, by split conformal calibration on held-out trajectories.
 *
 * <p>The score of a trajectory that enters the unsafe set is the largest B over its unsafe states
 * (h &lt; 0). With n such trajectories δ is the ⌈(n + 1)(1 − ε)⌉-th smallest score, and at least 0:
 * if a new trajectory is exchangeable with these, the chance that one of its unsafe states has B
 * &gt; δ is at most ε. It speaks of trajectories like those recorded, not of those that the filter
 * makes.
 *
 * @param delta δ, m
 * @param trajectories number n of held-out trajectories with an unsafe state
 * @param miss ε
 * @param falseSafe share of held-out unsafe states with B &gt; δ
 * @param falseUnsafe share of held-out states with h &gt; 0.05 m that have B ≤ δ
 */
public record Calibration(
    double delta, int trajectories, double miss, double falseSafe, double falseUnsafe) {
  private static final double CLEARLY_SAFE = 0.05;

  static Calibration of(BarrierFile file, Transitions data, List<int[]> trajectories, double miss) {
    NeuralBarrier barrier = new NeuralBarrier(file);
    double[] x = new double[data.stateSize()];
    double[] scores = new double[trajectories.size()];
    int n = 0;
    for (int[] trajectory : trajectories) {
      double worst = Double.NEGATIVE_INFINITY;
      for (int row : trajectory) {
        if (data.h()[row] < 0) {
          worst = Math.max(worst, evaluate(barrier, data, row, x));
        }
      }
      if (worst > Double.NEGATIVE_INFINITY) {
        scores[n++] = worst;
      }
    }
    int needed = (int) Math.ceil(1 / miss) - 1;
    if (n < needed) {
      throw new IllegalArgumentException(
          n
              + " held-out trajectories have an unsafe state: a miss of "
              + miss
              + " needs at least "
              + needed);
    }
    Arrays.sort(scores, 0, n);
    int rank = (int) Math.ceil((n + 1) * (1 - miss));
    double delta = Math.max(0, scores[Math.min(n, rank) - 1]);
    long unsafe = 0;
    long missed = 0;
    long safe = 0;
    long lost = 0;
    for (int[] trajectory : trajectories) {
      for (int row : trajectory) {
        double h = data.h()[row];
        if (h < 0) {
          unsafe++;
          missed += evaluate(barrier, data, row, x) > delta ? 1 : 0;
        } else if (h > CLEARLY_SAFE) {
          safe++;
          lost += evaluate(barrier, data, row, x) <= delta ? 1 : 0;
        }
      }
    }
    return new Calibration(
        delta, n, miss, (double) missed / Math.max(1, unsafe), (double) lost / Math.max(1, safe));
  }

  private static double evaluate(NeuralBarrier barrier, Transitions data, int row, double[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] = data.state()[row * x.length + i];
    }
    return barrier.evaluate(x);
  }
}
