package org.reins.learning;

/**
 * How a barrier is learned.
 *
 * @param steps gradient steps, 1 to 10 million
 * @param batch transitions a step, 8 to 65536
 * @param lambda discount rate λ, 1/s, 0 to 10; γ = exp(−λ dt)
 * @param tau expectile, 0.5 to 0.999: nearer to 1 is nearer to the best action in the data
 * @param learningRate first step size of Adam, 1e-6 to 0.1; it falls to 1 % along a cosine
 * @param miss accepted share ε of held-out trajectories with an unsafe state above the margin δ,
 *     0.001 to 0.5
 * @param seed of everything random
 */
public record BarrierSettings(
    int steps, int batch, double lambda, double tau, double learningRate, double miss, long seed) {
  /** What {@code reins train} uses unless told otherwise. */
  public static final BarrierSettings DEFAULT =
      new BarrierSettings(20_000, 1024, 0.3, 0.9, 1e-3, 0.03, 1);

  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException naming the setting, its value and what is allowed
   */
  public BarrierSettings {
    require("steps", steps, 1, 10_000_000);
    require("batch", batch, 8, 65_536);
    require("lambda", lambda, 0, 10);
    require("tau", tau, 0.5, 0.999);
    require("learning rate", learningRate, 1e-6, 0.1);
    require("miss", miss, 0.001, 0.5);
  }

  private static void require(String name, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(
          name + " is " + value + ": allowed is " + low + " to " + high);
    }
  }
}
