package org.reins.learning.risk;

import java.util.ArrayList;
import java.util.List;

/**
 * How likely a run fails under given conditions. A logistic regression on the conditions, which
 * does well with few failures, and two random forests: one of failures as 0 and 1, and one of the
 * margins, which tells how near a run came. A second logistic regression on what the three say of
 * samples that they have not seen makes one probability of them (stacking: Wolpert, Neural Networks
 * 5, 1992). Thread-safe.
 */
public final class RiskModel {
  private static final int FOLDS = 4;
  private static final int FEWEST = 3;
  // Weak enough for a clear cause, strong enough for twenty conditions and ten failures.
  private static final double RIDGE = 8;
  private static final double RIDGE_OF_THREE = 2;

  private final Members members;
  private final Logistic together;

  /**
   * What is known of a run.
   *
   * @param x its conditions as shares of their ranges, 0 to 1; not to be modified
   * @param seed of everything else that was random in it
   * @param failed whether it failed
   * @param margin how near it came to a failure; larger is better
   */
  public record Sample(double[] x, long seed, boolean failed, double margin) {}

  /** The three models, fitted to the same samples. */
  private record Members(Logistic linear, Forest failing, Forest margins) {
    static Members fit(List<Sample> samples, long seed) {
      List<double[]> x = samples.stream().map(Sample::x).toList();
      double[] failed = samples.stream().mapToDouble(s -> s.failed ? 1 : 0).toArray();
      double[] margin = samples.stream().mapToDouble(Sample::margin).toArray();
      return new Members(
          new Logistic(x.toArray(double[][]::new), failures(samples), RIDGE),
          new Forest(x, failed, seed),
          new Forest(x, margin, seed + 1));
    }

    double[] say(double[] x) {
      return new double[] {linear.odds(x), failing.predict(x), margins.predict(x)};
    }
  }

  private RiskModel(Members members, Logistic together) {
    this.members = members;
    this.together = together;
  }

  /**
   * Fits a model.
   *
   * @param samples at least one; their order counts
   */
  public static RiskModel fit(List<Sample> samples, long seed) {
    long failures = samples.stream().filter(Sample::failed).count();
    // Fewer tell nothing about what the members say of samples that they have not seen.
    boolean enough = failures >= FEWEST && samples.size() - failures >= FEWEST;
    return new RiskModel(Members.fit(samples, seed), enough ? together(samples, seed) : null);
  }

  private static Logistic together(List<Sample> samples, long seed) {
    double[][] said = new double[samples.size()][];
    for (int fold = 0; fold < FOLDS; fold++) {
      List<Sample> others = new ArrayList<>();
      for (int k = 0; k < said.length; k++) {
        if (k % FOLDS != fold) {
          others.add(samples.get(k));
        }
      }
      Members members = Members.fit(others, seed);
      for (int k = fold; k < said.length; k += FOLDS) {
        said[k] = members.say(samples.get(k).x);
      }
    }
    return new Logistic(said, failures(samples), RIDGE_OF_THREE);
  }

  private static boolean[] failures(List<Sample> samples) {
    boolean[] failed = new boolean[samples.size()];
    for (int k = 0; k < failed.length; k++) {
      failed[k] = samples.get(k).failed;
    }
    return failed;
  }

  /** Probability of a failure, 0 to 1. */
  public double risk(double[] x) {
    if (together == null) {
      return Math.max(0, Math.min(1, members.failing.predict(x)));
    }
    return together.at(members.say(x));
  }
}
