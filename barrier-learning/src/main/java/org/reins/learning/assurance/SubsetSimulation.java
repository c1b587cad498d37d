package org.reins.learning.assurance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Estimates the probability of a rare failure by importance splitting (subset simulation: Au and
 * Beck, Probabilistic Engineering Mechanics 16, 2001).
 *
 * <p>What a run depends on is a point in the unit cube, drawn evenly. A run has a margin, and fails
 * if it is below 0. The first level is drawn evenly. Each further level begins with the tenth of
 * the points with the smallest margins, and fills up with Markov chains that stay below the largest
 * of these. So each level multiplies the probability by about one tenth, until a tenth fails. The
 * estimate is some percent too large on average, for the levels are chosen from the points.
 *
 * <p>The caller runs the points: {@link #next} names them and {@link #tell} takes their margins.
 * The points depend on the seed and on the margins before, and on nothing else. Not thread-safe.
 */
public final class SubsetSimulation {
  /** Share of the points of a level that begin the next one. */
  static final double SHARE = 0.1;

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
  private static final double USUAL_STEP = 0.6;
  private static final double LARGEST_STEP = 1;
  private static final double SMALLEST_STEP = 0.01;
  // Chains that accept about this share of their steps mix best (Papaioannou et al., 2015).
  private static final double ACCEPTED = 0.44;

  private final int walking;
  private final int redrawn;
  private final int size;
  private final int mostLevels;
  private final SplittableRandom random;

  private int level;
  private double logProbability;
  private double variance;
  private long evaluations;
  private Estimate estimate;
  private List<double[]> pending = new ArrayList<>();
  // Of the present level: in the order of time, all chains at each step.
  private final List<double[]> points = new ArrayList<>();
  private final List<Double> margins = new ArrayList<>();
  private double below = Double.POSITIVE_INFINITY;
  private int chains;
  private double step = USUAL_STEP;
  private double moved = 1;
  private long steps;
  private long taken;

  /**
   * An estimate.
   *
   * @param probability of a failure; 0 if no failure was found
   * @param error standard error as a share of the probability, from the levels' own samples; it
   *     leaves out that the levels depend on each other
   * @param levels run, with the first
   * @param evaluations runs that were needed
   * @param moved smallest share, over the levels after the first, of the chains' steps that were
   *     accepted; 1 without such a level. Chains that hardly move, below about 0.1, make the error
   *     larger than it says
   * @param last the probability of the level before the last, and the size of the last
   */
  public record Estimate(
      double probability, double error, int levels, long evaluations, double moved, Last last) {
    /**
     * The same for those points of the cube that count, of which the others cannot fail.
     *
     * @param share of the points that count, as the first level found it; above 0
     * @param first size of the first level
     */
    public Estimate among(double share, int first) {
      double more = (1 - share) / (share * first);
      return new Estimate(
          probability / share,
          Math.sqrt(error * error + more),
          levels,
          evaluations,
          moved,
          new Last(Math.min(1, last.before / share), last.size));
    }

    /**
     * An approximate upper bound: the probability is taken for log-normal. Without a failure it is
     * what the last level allows.
     *
     * @param confidence of the bound, above 0.5 and below 1
     */
    public double atMost(double confidence) {
      double deviations = NORMAL.inverseCumulativeProbability(confidence);
      double p = probability;
      if (p == 0) {
        p = last.before * ClopperPearson.upper(0, last.size, confidence);
      }
      return Math.min(1, p * Math.exp(deviations * Math.sqrt(Math.log1p(error * error))));
    }
  }

  /**
   * The last level.
   *
   * @param before probability of reaching it
   * @param size its number of points
   */
  public record Last(double before, int size) {}

  /**
   * Begins.
   *
   * @param walking coordinates that chains move by small steps
   * @param redrawn coordinates behind these that chains keep, or draw anew: seeds, to which a small
   *     step means nothing
   * @param size points of a level, at least 50
   * @param mostLevels after which it ends without a failure, 1 to 15
   */
  public SubsetSimulation(
      int walking, int redrawn, int size, int mostLevels, SplittableRandom random) {
    if (walking < 0 || redrawn < 0 || walking + redrawn == 0 || size < 50) {
      throw new IllegalArgumentException(
          walking + " and " + redrawn + " coordinates with " + size + " points a level: too few");
    }
    if (mostLevels < 1 || mostLevels > 15) {
      throw new IllegalArgumentException(mostLevels + " levels: allowed is 1 to 15");
    }
    this.walking = walking;
    this.redrawn = redrawn;
    this.size = size;
    this.mostLevels = mostLevels;
    this.random = random;
    for (int k = 0; k < size; k++) {
      pending.add(random.doubles(walking + redrawn).toArray());
    }
  }

  /** The points to run next; none at the end. Not to be changed. */
  public List<double[]> next() {
    return pending;
  }

  /** The number of the present level, from 0: its points are drawn evenly in 0 only. */
  public int level() {
    return level;
  }

  /**
   * Takes the margins of the points that {@link #next} named.
   *
   * @param found not a number counts as a failure
   */
  public void tell(double[] found) {
    if (found.length != pending.size()) {
      throw new IllegalArgumentException(
          found.length + " margins for " + pending.size() + " points");
    }
    evaluations += found.length;
    int accepted = 0;
    for (int k = 0; k < found.length; k++) {
      double margin = Double.isNaN(found[k]) ? Double.NEGATIVE_INFINITY : found[k];
      // A chain whose step leaves the level stays where it is.
      boolean in = level == 0 || margin <= below;
      int before = points.size() - chains;
      points.add(in ? pending.get(k) : points.get(before));
      margins.add(in ? margin : margins.get(before));
      accepted += in ? 1 : 0;
    }
    if (level > 0) {
      steps += found.length;
      taken += accepted;
      double share = (double) accepted / found.length;
      step *= Math.exp((share - ACCEPTED) / 2);
      step = Math.max(SMALLEST_STEP, Math.min(LARGEST_STEP, step));
    }
    if (points.size() >= size) {
      close();
    } else {
      propose();
    }
  }

  /** The result; null before the end. */
  public Estimate estimate() {
    return estimate;
  }

  private void close() {
    if (level > 0) {
      moved = Math.min(moved, (double) taken / steps);
      steps = 0;
      taken = 0;
    }
    double[] sorted = margins.stream().mapToDouble(m -> m).sorted().toArray();
    int n = sorted.length;
    int failed = (int) Arrays.stream(sorted).filter(m -> m < 0).count();
    double threshold = sorted[(int) Math.ceil(SHARE * n) - 1];
    int within = (int) Arrays.stream(sorted).filter(m -> m <= threshold).count();
    boolean last = threshold < 0 || level + 1 == mostLevels || within == n;
    int count = last ? failed : within;
    double before = Math.exp(logProbability);
    if (count > 0) {
      double p = (double) count / n;
      variance += (1 - p) / (p * n) * (1 + dependence(last ? 0 : threshold, last, p));
      logProbability += Math.log(p);
    }
    if (last) {
      double p = count == 0 ? 0 : Math.exp(logProbability);
      Last end = new Last(before, n);
      estimate = new Estimate(p, Math.sqrt(variance), level + 1, evaluations, moved, end);
      pending = List.of();
    } else {
      begin(threshold);
    }
  }

  /** What the correlation within chains adds to the variance: γ of Au and Beck, equation 29. */
  private double dependence(double threshold, boolean strictly, double p) {
    if (level == 0 || p == 1) {
      return 0;
    }
    int n = margins.size();
    double gamma = 0;
    for (int lag = 1; lag * chains < n; lag++) {
      double product = 0;
      for (int k = 0; k + lag * chains < n; k++) {
        product += is(k, threshold, strictly) * is(k + lag * chains, threshold, strictly);
      }
      double covariance = product / (n - lag * chains) - p * p;
      gamma += 2 * (1 - (double) lag * chains / n) * covariance / (p * (1 - p));
    }
    return Math.max(0, gamma);
  }

  private int is(int k, double threshold, boolean strictly) {
    double m = margins.get(k);
    return (strictly ? m < threshold : m <= threshold) ? 1 : 0;
  }

  /** Begins a level with the points that lie in it. */
  private void begin(double threshold) {
    List<double[]> seeds = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    for (int k = 0; k < points.size(); k++) {
      if (margins.get(k) <= threshold) {
        seeds.add(points.get(k));
        theirs.add(margins.get(k));
      }
    }
    points.clear();
    margins.clear();
    points.addAll(seeds);
    margins.addAll(theirs);
    chains = seeds.size();
    below = threshold;
    level++;
    propose();
  }

  /**
   * One step of all chains, as coordinates of the normal distribution: it keeps that distribution,
   * and near the edges of the cube, where rare things are, it is a share of the distance from them.
   */
  private void propose() {
    pending = new ArrayList<>();
    for (int k = points.size() - chains; pending.size() < chains; k++) {
      double[] x = points.get(k).clone();
      double kept = Math.sqrt(1 - step * step);
      for (int i = 0; i < walking; i++) {
        double z = kept * NORMAL.inverseCumulativeProbability(x[i]) + step * random.nextGaussian();
        x[i] = NORMAL.cumulativeProbability(z);
      }
      if (redrawn > 0 && (walking == 0 || random.nextBoolean())) {
        for (int i = walking; i < x.length; i++) {
          x[i] = random.nextDouble();
        }
      }
      pending.add(x);
    }
  }
}
