package org.reins.sim.system;

import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.reins.filter.barrier.Barrier;
import org.reins.filter.sampleddata.HeldInput;
import org.reins.filter.sampleddata.ModelRate;
import org.reins.sim.Seeds;

/**
 * Agreement of {B ≥ δ} with the true kernel K, over states drawn evenly from the scored box.
 *
 * @param states number of states drawn
 * @param kernel share of these in K
 * @param doomed share of these in the doomed band {h ≥ 0} \ K: not yet unsafe, but lost
 * @param recovered share of K that has B ≥ δ
 * @param falseSafeDoomed share of the doomed band that has B ≥ δ
 * @param falseSafeAll share of all states outside K that have B ≥ δ
 * @param invariantBoundary share of the states on the edge of {B ≥ δ} from which some admissible
 *     held input keeps B ≥ δ for a period
 * @param boundaryStates number of edge states that were tried
 */
public record KernelScore(
    int states,
    double kernel,
    double doomed,
    double recovered,
    double falseSafeDoomed,
    double falseSafeAll,
    double invariantBoundary,
    int boundaryStates) {
  private static final int CHUNK = 5_000;
  private static final int HALVINGS = 50;
  private static final int LOOKS = 10;
  // Tolerance for the change of B where it is flat, in single precision.
  private static final double ROUNDING = 1e-6;

  /** Share of K that is not recovered. */
  public double falseUnsafe() {
    return 1 - recovered;
  }

  private record Counts(long k, long d, long safe, long falseDoomed, long falseAll, long[] edge) {}

  /**
   * Scores a barrier, on as many threads as there are processors.
   *
   * @param barriers makes a barrier for each of many runs
   * @param delta δ
   */
  public static KernelScore of(
      BenchmarkSystem system,
      GridValue kernel,
      Supplier<? extends Barrier> barriers,
      double delta,
      int states,
      long seed) {
    long[] sums = new long[7];
    IntStream.range(0, (states + CHUNK - 1) / CHUNK)
        .parallel()
        .mapToObj(
            k ->
                count(
                    system,
                    kernel.view(),
                    barriers.get(),
                    delta,
                    Math.min(CHUNK, states - k * CHUNK),
                    Seeds.stream(seed, k)))
        .forEachOrdered(
            c -> {
              sums[0] += c.k;
              sums[1] += c.d;
              sums[2] += c.safe;
              sums[3] += c.falseDoomed;
              sums[4] += c.falseAll;
              sums[5] += c.edge[0];
              sums[6] += c.edge[1];
            });
    return new KernelScore(
        states,
        (double) sums[0] / states,
        (double) sums[1] / states,
        share(sums[2], sums[0]),
        share(sums[3], sums[1]),
        share(sums[4], states - sums[0]),
        share(sums[5], sums[6]),
        (int) sums[6]);
  }

  private static double share(long part, long all) {
    return all == 0 ? 0 : (double) part / all;
  }

  private static Counts count(
      BenchmarkSystem system,
      GridValue kernel,
      Barrier barrier,
      double delta,
      int states,
      SplittableRandom random) {
    int n = system.states();
    double[] x = new double[n];
    double[] before = new double[n];
    double[] other = new double[n];
    long k = 0;
    long d = 0;
    long safe = 0;
    long falseDoomed = 0;
    long falseAll = 0;
    long[] edge = new long[2];
    Invariance invariance = new Invariance(system, barrier, delta);
    boolean wasSafe = false;
    for (int s = 0; s < states; s++) {
      for (int i = 0; i < n; i++) {
        x[i] = random.nextDouble(system.lower()[i], system.upper()[i]);
      }
      boolean inKernel = kernel.contains(x);
      boolean saysSafe = barrier.evaluate(x) >= delta;
      if (inKernel) {
        k++;
        safe += saysSafe ? 1 : 0;
      } else {
        boolean doomed = system.h(x) >= 0;
        d += doomed ? 1 : 0;
        falseDoomed += doomed && saysSafe ? 1 : 0;
        falseAll += saysSafe ? 1 : 0;
      }
      if (s > 0 && s % 4 == 0 && saysSafe != wasSafe) {
        System.arraycopy(x, 0, other, 0, n);
        edge[0] += invariance.holdsBetween(saysSafe ? other : before, saysSafe ? before : other);
        edge[1]++;
      }
      wasSafe = saysSafe;
      System.arraycopy(x, 0, before, 0, n);
    }
    return new Counts(k, d, safe, falseDoomed, falseAll, edge);
  }

  /** Whether a state on the edge can be kept inside for a period. */
  private static final class Invariance {
    private final BenchmarkSystem system;
    private final Barrier barrier;
    private final double delta;
    private final double[][] inputs;
    private final double[] inside;
    private final double[] outside;
    private final double[] middle;
    private final ModelRate rate;
    private final double[] best;
    private final double[] still;
    private final HeldInput plant;

    Invariance(BenchmarkSystem system, Barrier barrier, double delta) {
      this.system = system;
      this.barrier = barrier;
      this.delta = delta;
      inputs = system.inputSet().extremes();
      inside = new double[system.states()];
      outside = new double[system.states()];
      middle = new double[system.states()];
      rate = new ModelRate(system, barrier);
      best = new double[system.inputs()];
      still = system.disturbances()[0];
      plant = new HeldInput(system);
    }

    /** 1 or 0, for the edge state found by bisection of the line between two states. */
    int holdsBetween(double[] safe, double[] unsafe) {
      System.arraycopy(safe, 0, inside, 0, inside.length);
      System.arraycopy(unsafe, 0, outside, 0, outside.length);
      for (int k = 0; k < HALVINGS; k++) {
        for (int i = 0; i < middle.length; i++) {
          middle[i] = (inside[i] + outside[i]) / 2;
        }
        boolean in = barrier.evaluate(middle) >= delta;
        System.arraycopy(middle, 0, in ? inside : outside, 0, middle.length);
      }
      rate.evaluate(inside);
      system.inputSet().most(rate.row(), best);
      if (keeps(best)) {
        return 1;
      }
      for (double[] u : inputs) {
        if (keeps(u)) {
          return 1;
        }
      }
      return 0;
    }

    private boolean keeps(double[] u) {
      System.arraycopy(inside, 0, middle, 0, middle.length);
      for (int k = 0; k < LOOKS; k++) {
        plant.step(middle, u, still, system.period() / LOOKS);
        if (barrier.evaluate(middle) < delta - ROUNDING) {
          return false;
        }
      }
      return true;
    }
  }
}
