package org.reins.learning;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import org.reins.filter.barrier.BarrierExpansion;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.barrier.NeuralBarrier;
import org.reins.filter.sampled.ModelRate;
import org.reins.sim.system.BenchmarkSystem;

/**
 * Proves, cell by cell, that on the whole level set B = δ some admissible input keeps B from
 * falling: for every cell of a grid that the level set may pass, branch and bound over its parts
 * looks for an input u with
 *
 * <pre>
 *   Σᵢ ∂B/∂xᵢ · vᵢ ≥ 0   with vᵢ = fᵢ + Σₖ Gᵢₖ uₖ + wᵢ, for every corner w of W.
 * </pre>
 *
 * <p>With vᵢ in cᵢ ± ρᵢ over the part and ∂B/∂xᵢ = gᵢ + Σⱼ Aᵢⱼ dⱼ + eᵢ from {@link
 * BarrierExpansion}, which also bounds |∂B/∂xᵢ| by Mᵢ, the sum is at least
 *
 * <pre>
 *   Σᵢ (gᵢ cᵢ − Eᵢ |cᵢ| − Mᵢ ρᵢ) − Σⱼ |Σᵢ cᵢ Aᵢⱼ| rⱼ.
 * </pre>
 *
 * <p>It is the curvature along v that counts here, not that of every direction as with intervals of
 * ∂B/∂xᵢ, so that parts can be far larger. Parts of which the bounds show that the level set does
 * not pass them need no proof; a part that is still open at the last depth leaves its cell
 * unproved. The proof is of the condition at every instant, for the model of the system as written;
 * it says nothing about sampling.
 *
 * @param boundary cells that the level set may pass
 * @param proved of these
 */
public record CellProof(long boundary, long proved) {
  private static final int CELLS_2D = 200;
  private static final int CELLS_3D = 40;
  private static final int CELLS_4D = 12;

  /** Share of the boundary cells that are proved; 0 when there are none. */
  public double share() {
    return boundary == 0 ? 0 : (double) proved / boundary;
  }

  /** Whether a proof is worth trying: a grid over more numbers is out of reach. */
  public static boolean possible(BenchmarkSystem system) {
    return system.states() <= 4;
  }

  /**
   * Looks for proofs, on as many threads as there are processors.
   *
   * @param delta δ
   * @param depth how often a cell may be halved, 0 to 40
   * @param progress told shares of the work, 0 to 1, by one thread at a time
   */
  public static CellProof of(
      BarrierFile file, BenchmarkSystem system, double delta, int depth, DoubleConsumer progress) {
    Allowed.range("depth", depth, 0, 40);
    int n = system.states();
    int a = n <= 2 ? CELLS_2D : n == 3 ? CELLS_3D : CELLS_4D;
    long rest = Math.round(Math.pow(a, n - 1));
    long[] sums = new long[2];
    int[] done = new int[1];
    IntStream.range(0, a)
        .parallel()
        .mapToObj(
            s -> {
              long[] counts = new Search(file, system, delta, depth, a).slice(s, rest);
              synchronized (done) {
                progress.accept((double) ++done[0] / a);
              }
              return counts;
            })
        .forEachOrdered(
            counts -> {
              sums[0] += counts[0];
              sums[1] += counts[1];
            });
    return new CellProof(sums[0], sums[1]);
  }

  private enum Verdict {
    NOT_BOUNDARY,
    PROVED,
    OPEN
  }

  private record Part(double[] lower, double[] upper, int depth) {}

  private static final class Search {
    private final BenchmarkSystem system;
    private final double delta;
    private final int depth;
    private final int cells;
    private final int n;
    private final int m;
    private final BarrierExpansion expansion;
    private final NeuralBarrier barrier;
    private final BenchmarkSystem.ModelBounds model;
    private final double[] middle;
    private final ModelRate rate;
    private final double[] best;
    private final double[] none;
    // vᵢ is in centre ± radius.
    private final double[] centre;
    private final double[] radius;

    Search(BarrierFile file, BenchmarkSystem system, double delta, int depth, int cells) {
      this.system = system;
      this.delta = delta;
      this.depth = depth;
      this.cells = cells;
      n = system.states();
      m = system.inputs();
      expansion = new BarrierExpansion(file);
      barrier = new NeuralBarrier(file);
      model = new BenchmarkSystem.ModelBounds(n, m);
      middle = new double[n];
      rate = new ModelRate(system, barrier);
      best = new double[m];
      none = new double[m];
      centre = new double[n];
      radius = new double[n];
    }

    long[] slice(int first, long rest) {
      long[] counts = new long[2];
      for (long k = 0; k < rest; k++) {
        double[] lower = new double[n];
        double[] upper = new double[n];
        long index = k;
        for (int i = 0; i < n; i++) {
          long at = i == 0 ? first : index % cells;
          index = i == 0 ? index : index / cells;
          double width = (system.upper()[i] - system.lower()[i]) / cells;
          lower[i] = system.lower()[i] + at * width;
          upper[i] = system.lower()[i] + (at + 1) * width;
        }
        Verdict verdict = search(lower, upper);
        counts[0] += verdict == Verdict.NOT_BOUNDARY ? 0 : 1;
        counts[1] += verdict == Verdict.PROVED ? 1 : 0;
      }
      return counts;
    }

    private Verdict search(double[] lower, double[] upper) {
      Deque<Part> parts = new ArrayDeque<>();
      parts.push(new Part(lower, upper, 0));
      Verdict verdict = Verdict.NOT_BOUNDARY;
      while (!parts.isEmpty()) {
        Part part = parts.pop();
        expansion.bound(part.lower, part.upper);
        if (expansion.low() > delta || expansion.high() < delta) {
          continue;
        }
        if (holds(part)) {
          verdict = Verdict.PROVED;
        } else if (part.depth == depth) {
          return Verdict.OPEN;
        } else {
          halve(part, parts);
        }
      }
      return verdict;
    }

    private void halve(Part part, Deque<Part> parts) {
      int widest = 0;
      double most = 0;
      for (int i = 0; i < n; i++) {
        double share = (part.upper[i] - part.lower[i]) / (system.upper()[i] - system.lower()[i]);
        if (share > most) {
          most = share;
          widest = i;
        }
      }
      double[] end = part.upper.clone();
      double[] start = part.lower.clone();
      end[widest] = (part.lower[widest] + part.upper[widest]) / 2;
      start[widest] = end[widest];
      parts.push(new Part(part.lower, end, part.depth + 1));
      parts.push(new Part(start, part.upper, part.depth + 1));
    }

    private boolean holds(Part part) {
      for (int i = 0; i < n; i++) {
        middle[i] = (part.lower[i] + part.upper[i]) / 2;
      }
      rate.evaluate(middle);
      system.inputSet().most(rate.row(), best);
      system.bound(part.lower, part.upper, model);
      return holds(best) || holds(none);
    }

    private boolean holds(double[] u) {
      for (double[] w : system.disturbances()) {
        for (int i = 0; i < n; i++) {
          double low = model.fLow()[i] + w[i];
          double high = model.fHigh()[i] + w[i];
          for (int k = 0; k < m; k++) {
            double a = model.gLow()[i * m + k] * u[k];
            double b = model.gHigh()[i * m + k] * u[k];
            low += Math.min(a, b);
            high += Math.max(a, b);
          }
          centre[i] = (low + high) / 2;
          radius[i] = (high - low) / 2;
        }
        // Far above the rounding of a few sums in double precision.
        if (!(leastRate() >= 1e-9)) {
          return false;
        }
      }
      return true;
    }

    private double leastRate() {
      double least = 0;
      for (int i = 0; i < n; i++) {
        double steepest = Math.max(-expansion.gradientLow()[i], expansion.gradientHigh()[i]);
        least += expansion.gradient(i) * centre[i];
        least -= expansion.gradientRest(i) * Math.abs(centre[i]) + steepest * radius[i];
      }
      for (int j = 0; j < n; j++) {
        double change = 0;
        for (int i = 0; i < n; i++) {
          change += centre[i] * expansion.gradientSlope(i, j);
        }
        least -= Math.abs(change) * expansion.radius(j);
      }
      return least;
    }
  }
}
