package org.reins.node.filter;

import java.util.Arrays;

/**
 * Variance of several signals about their recent means, with exponential forgetting. With a = 1 −
 * exp(−dt/T) and the deviation d = x − μ,
 *
 * <pre>
 *   μ ← μ + a d,   σ² ← (1 − a)(σ² + a d²)
 * </pre>
 *
 * <p>These are the mean and the variance under weights that fall by a factor e in each T. Allocates
 * nothing after construction; not thread-safe.
 */
public final class RunningVariance {
  private final double memory;
  private final double[] mean;
  private final double[] variance;
  private double step;
  private double gain;
  private boolean began;

  /**
   * Prepares.
   *
   * @param signals number of signals
   * @param memory T, s
   */
  public RunningVariance(int signals, double memory) {
    this.memory = memory;
    mean = new double[signals];
    variance = new double[signals];
  }

  /** Forgets everything. */
  public void forget() {
    began = false;
    Arrays.fill(variance, 0);
  }

  /**
   * Takes the next values of all signals, {@code dt} after the previous ones. A signal that is not
   * finite keeps its statistics.
   *
   * @param x not modified
   * @param dt s
   */
  public void add(double[] x, double dt) {
    if (dt != step) {
      step = dt;
      gain = 1 - Math.exp(-dt / memory);
    }
    for (int i = 0; i < mean.length; i++) {
      double d = x[i] - mean[i];
      if (!Double.isFinite(d)) {
        continue;
      }
      mean[i] = began ? mean[i] + gain * d : x[i];
      variance[i] = began ? (1 - gain) * (variance[i] + gain * d * d) : 0;
    }
    began = true;
  }

  /** σ² of a signal, in the square of its unit. */
  public double of(int signal) {
    return variance[signal];
  }
}
