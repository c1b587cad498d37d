package org.reins.learning.risk;

import java.util.List;

/**
 * How likely a run fails under given conditions. Two random forests: one of failures as 0 and 1,
 * whose mean is a probability, and one of the margins, which tells how near a run came.
 * Thread-safe.
 */
public final class RiskModel {
  private final Forest failing;
  private final Forest margins;

  /**
   * What is known of a run.
   *
   * @param x its conditions as shares of their ranges, 0 to 1; not to be modified
   * @param failed whether it failed
   * @param margin how near it came to a failure; larger is better
   */
  public record Sample(double[] x, boolean failed, double margin) {}

  private RiskModel(Forest failing, Forest margins) {
    this.failing = failing;
    this.margins = margins;
  }

  /**
   * Fits a model.
   *
   * @param samples at least one; their order counts
   */
  public static RiskModel fit(List<Sample> samples, long seed) {
    List<double[]> x = samples.stream().map(Sample::x).toList();
    return new RiskModel(
        new Forest(x, samples.stream().mapToDouble(s -> s.failed ? 1 : 0).toArray(), seed),
        new Forest(x, samples.stream().mapToDouble(Sample::margin).toArray(), seed + 1));
  }

  /** Probability of a failure, 0 to 1. */
  public double risk(double[] x) {
    return Math.max(0, Math.min(1, failing.predict(x)));
  }

  /** The margin to expect. */
  public double margin(double[] x) {
    return margins.predict(x);
  }
}
