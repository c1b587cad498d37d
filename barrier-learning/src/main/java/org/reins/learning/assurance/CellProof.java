package org.reins.learning.assurance;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import org.reins.filter.barrier.BarrierExpansion;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.barrier.NeuralBarrier;
import org.reins.filter.sampleddata.ModelRate;
import org.reins.learning.SettingRanges;
import org.reins.sim.system.BenchmarkSystem;

/**
 * Proves, cell by cell, that on the whole level set B = δ some admissible input keeps B from
 * falling. For every grid cell that the level set may cross, branch and bound over the parts of the
 * cell searches for an input u with
 *
 * <pre>
 *   Σᵢ ∂B/∂xᵢ · vᵢ ≥ 0   with vᵢ = fᵢ + Σₖ Gᵢₖ uₖ + wᵢ, for every corner w of W.
 * </pre>
 *
 * <p>About the middle of a part, with ∂B/∂xᵢ = gᵢ + Σⱼ Aᵢⱼ dⱼ ± Eᵢ from {@link BarrierExpansion}
 * and vᵢ = cᵢ + Σⱼ Vᵢⱼ dⱼ ± σᵢ by the mean value theorem, σᵢ = Σⱼ rⱼ times half the width of
 * ∂vᵢ/∂xⱼ, the sum is
 *
 * <pre>
 *   s + Σⱼ lⱼ dⱼ ± e    s = Σᵢ gᵢ cᵢ,   lⱼ = Σᵢ gᵢ Vᵢⱼ + cᵢ Aᵢⱼ
 *                       e = Σᵢ |gᵢ| σᵢ + |cᵢ| Eᵢ + (Σⱼ |Aᵢⱼ| rⱼ + Eᵢ) (Σⱼ |Vᵢⱼ| rⱼ + σᵢ)
 * </pre>
 *
 * <p>and on the level set, where B = b + Σⱼ pⱼ dⱼ ± E is δ, for any λ at least
 *
 * <pre>
 *   s + λ (b − δ) − Σⱼ |lⱼ + λ pⱼ| rⱼ − |λ| E − e.
 * </pre>
 *
 * <p>As a function of λ this is greatest at 0 or where one of the |·| is 0. The neglected terms
 * therefore shrink with the square of the part's size, and changes across the level set do not
 * count. A part needs no proof if the bounds show that the level set does not cross it. A part that
 * is still open at the last depth leaves its cell unproved. The proof covers the condition at every
 * instant, for the model of the system as written. It does not cover sampling.
 *
 * @param boundary number of cells that the level set may cross
 * @param proved number of these that are proved
 */
public record CellProof(long boundary, long proved) {
  private static final int CELLS_2D = 200;
  private static final int CELLS_3D = 40;
  private static final int CELLS_4D = 12;

  /** Share of the boundary cells that are proved; 0 when there are none. */
  public double share() {
    return boundary == 0 ? 0 : (double) proved / boundary;
  }

  /** Whether a proof is feasible. A grid over more state numbers would be too large. */
  public static boolean possible(BenchmarkSystem system) {
    return system.states() <= 4;
  }

  /**
   * Searches for proofs, on as many threads as there are processors.
   *
   * @param delta δ
   * @param depth how often a cell may be halved, 0 to 40
   * @param progress receives the share of finished work, 0 to 1, from one thread at a time
   */
  public static CellProof of(
      BarrierFile file, BenchmarkSystem system, double delta, int depth, DoubleConsumer progress) {
    SettingRanges.require("depth", depth, 0, 40);
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
    private final BenchmarkSystem.SlopeBounds slopes;
    private final double[] middle;
    private final ModelRate rate;
    private final double[] best;
    private final double[] none;
    private final double[] f;
    private final double[] g;
    // c, and lⱼ.
    private final double[] velocity;
    private final double[] slope;

    Search(BarrierFile file, BenchmarkSystem system, double delta, int depth, int cells) {
      this.system = system;
      this.delta = delta;
      this.depth = depth;
      this.cells = cells;
      n = system.states();
      m = system.inputs();
      expansion = new BarrierExpansion(file);
      barrier = new NeuralBarrier(file);
      slopes = new BenchmarkSystem.SlopeBounds(n);
      middle = new double[n];
      rate = new ModelRate(system, barrier);
      best = new double[m];
      none = new double[m];
      f = new double[n];
      g = new double[n * m];
      velocity = new double[n];
      slope = new double[n];
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
        if (verdict == Verdict.PROVED && !mayBePassed(lower, upper)) {
          verdict = Verdict.NOT_BOUNDARY;
        }
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

    /**
     * Whether the level set may cross a cell. An easy proof does not show this, and must not
     * increase the share of proved cells.
     */
    private boolean mayBePassed(double[] lower, double[] upper) {
      Deque<Part> parts = new ArrayDeque<>();
      parts.push(new Part(lower, upper, 0));
      while (!parts.isEmpty()) {
        Part part = parts.pop();
        expansion.bound(part.lower, part.upper);
        if (expansion.low() > delta || expansion.high() < delta) {
          continue;
        }
        if (part.depth == depth || hasBothSigns(part)) {
          return true;
        }
        halve(part, parts);
      }
      return false;
    }

    private boolean hasBothSigns(Part part) {
      int positive = 0;
      for (int corner = 0; corner < 1 << n; corner++) {
        for (int i = 0; i < n; i++) {
          middle[i] = (corner >> i & 1) == 0 ? part.lower[i] : part.upper[i];
        }
        positive += barrier.evaluate(middle) > delta ? 1 : 0;
      }
      return positive > 0 && positive < 1 << n;
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
      system.evaluate(middle, f, g);
      return holds(part, best) || holds(part, none);
    }

    private boolean holds(Part part, double[] u) {
      system.slopes(part.lower, part.upper, u, slopes);
      for (double[] w : system.disturbances()) {
        for (int i = 0; i < n; i++) {
          velocity[i] = f[i] + w[i];
          for (int k = 0; k < m; k++) {
            velocity[i] += g[i * m + k] * u[k];
          }
        }
        if (!isNeverNegative()) {
          return false;
        }
      }
      return true;
    }

    private boolean isNeverNegative() {
      double least = 0;
      Arrays.fill(slope, 0);
      for (int i = 0; i < n; i++) {
        double gradient = expansion.gradient(i);
        double c = velocity[i];
        double bend = expansion.gradientRest(i);
        double rest = 0;
        double turn = 0;
        for (int j = 0; j < n; j++) {
          double r = expansion.radius(j);
          double low = slopes.low(i, j);
          double high = slopes.high(i, j);
          double v = (low + high) / 2;
          double a = expansion.gradientSlope(i, j);
          slope[j] += gradient * v + c * a;
          bend += Math.abs(a) * r;
          rest += (high - low) / 2 * r;
          turn += Math.abs(v) * r;
        }
        least += gradient * c - Math.abs(gradient) * rest;
        least -= Math.abs(c) * expansion.gradientRest(i) + bend * (turn + rest);
      }
      if (isPositive(least, 0)) {
        return true;
      }
      for (int j = 0; j < n; j++) {
        if (isPositive(least, -slope[j] / expansion.valueSlope(j))) {
          return true;
        }
      }
      return false;
    }

    private boolean isPositive(double least, double lambda) {
      double sum = least + lambda * (expansion.value() - delta);
      sum -= Math.abs(lambda) * expansion.valueRest();
      for (int j = 0; j < n; j++) {
        sum -= Math.abs(slope[j] + lambda * expansion.valueSlope(j)) * expansion.radius(j);
      }
      // Far above the rounding error of a few sums in double precision. NaN is not a proof.
      return sum >= 1e-9 * (1 + Math.abs(lambda));
    }
  }
}
