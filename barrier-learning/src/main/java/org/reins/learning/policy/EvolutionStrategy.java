package org.reins.learning.policy;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * An evolution strategy with mirrored sampling, rank shaping and Adam (Salimans et al., Evolution
 * Strategies as a Scalable Alternative to Reinforcement Learning, 2017): θ ← θ + Adam(Σ rank(F(θ +
 * σ ε)) ε / (N σ) − decay θ). The same seed gives the same candidates. {@link #candidate} may be
 * called from several threads at once.
 */
public final class EvolutionStrategy {
  private final double[] theta;
  private final double sigma;
  private final double decay;
  private final long seed;
  private final Adam adam;

  /**
   * Starts a search.
   *
   * @param theta start parameters; changed in place by {@link #update}
   * @param sigma σ, positive
   * @param decay pull towards 0, at least 0
   */
  public EvolutionStrategy(double[] theta, double sigma, double decay, long seed) {
    if (!(sigma > 0 && decay >= 0)) {
      throw new IllegalArgumentException(
          "sigma is "
              + sigma
              + " and decay "
              + decay
              + ": allowed is above 0 for sigma, and at least 0 for decay");
    }
    this.theta = theta;
    this.sigma = sigma;
    this.decay = decay;
    this.seed = seed;
    adam = new Adam(theta.length);
  }

  /**
   * Writes θ ± σ ε.
   *
   * @param k index in the generation; 2i and 2i + 1 are mirrored
   * @param out overwritten
   */
  public void candidate(int generation, int k, double[] out) {
    double[] noise = noise(generation, k / 2);
    double sign = k % 2 == 0 ? sigma : -sigma;
    for (int i = 0; i < out.length; i++) {
      out[i] = theta[i] + sign * noise[i];
    }
  }

  /**
   * Updates θ.
   *
   * @param returns returns of all candidates of the generation, an even number
   * @param rate step size of Adam
   */
  public void update(int generation, double[] returns, double rate) {
    int pairs = returns.length / 2;
    double[] shaped = centredRanks(returns);
    double[] gradient = new double[theta.length];
    for (int k = 0; k < pairs; k++) {
      double[] noise = noise(generation, k);
      double weight = (shaped[2 * k] - shaped[2 * k + 1]) / (2 * pairs * sigma);
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] += weight * noise[i];
      }
    }
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] -= decay * theta[i];
    }
    adam.step(theta, gradient, rate);
  }

  private double[] noise(int generation, int pair) {
    SplittableRandom random = new SplittableRandom(seed * 7_919 + generation * 1_000_003L + pair);
    double[] noise = new double[theta.length];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = random.nextGaussian();
    }
    return noise;
  }

  /** Ranks scaled to −½…½, so that outliers among the returns have no influence. */
  private static double[] centredRanks(double[] values) {
    Integer[] order = IntStream.range(0, values.length).boxed().toArray(Integer[]::new);
    Arrays.sort(order, (a, b) -> Double.compare(values[a], values[b]));
    double[] ranks = new double[values.length];
    for (int r = 0; r < order.length; r++) {
      ranks[order[r]] = (double) r / (order.length - 1) - 0.5;
    }
    return ranks;
  }

  /** Adam (Kingma and Ba, 2015), ascending. */
  private static final class Adam {
    private final double[] first;
    private final double[] second;
    private int steps;

    Adam(int length) {
      first = new double[length];
      second = new double[length];
    }

    void step(double[] theta, double[] gradient, double rate) {
      steps++;
      double c1 = 1 - Math.pow(0.9, steps);
      double c2 = 1 - Math.pow(0.999, steps);
      for (int i = 0; i < theta.length; i++) {
        first[i] = 0.9 * first[i] + 0.1 * gradient[i];
        second[i] = 0.999 * second[i] + 0.001 * gradient[i] * gradient[i];
        theta[i] += rate * (first[i] / c1) / (Math.sqrt(second[i] / c2) + 1e-8);
      }
    }
  }
}
