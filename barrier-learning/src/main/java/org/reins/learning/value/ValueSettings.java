package org.reins.learning.value;

import org.reins.filter.barrier.Activation;
import org.reins.learning.SettingRanges;

/**
 * Settings for learning a barrier from values, without any model.
 *
 * @param method which backup and which targets
 * @param steps gradient steps, 1 to 10 million
 * @param batch transitions per step, 8 to 65536
 * @param lambda initial discount rate λ, 1/s, 0 to 10; γ = exp(−λ dt)
 * @param tau expectile, 0.5 to 0.999; the nearer to 1, the nearer to the best action in the data
 * @param learningRate first step size of Adam, 1e-6 to 0.1
 * @param width of each hidden layer of the value, 8 to 512
 * @param hidden layers of the value, 1 to 4
 * @param activation of all networks
 * @param members number of networks in the ensemble, 1 to 5; the lowest value counts
 * @param seed seed of everything random
 */
public record ValueSettings(
    Method method,
    int steps,
    int batch,
    double lambda,
    double tau,
    double learningRate,
    int width,
    int hidden,
    Activation activation,
    int members,
    long seed) {
  /** The backup. */
  public enum Method {
    /** V-OCBF's discounted backup, with the current critics. */
    VOCBF,
    /** FISOR's backup: the same, with slowly following copies of the critics. */
    FISOR,
    /**
     * The discount fades away during training, so that the zero level set is that of min(h, V′).
     */
    ZERO_LEVEL
  }

  /** Default of {@code reins train} for robots. */
  public static final ValueSettings DEFAULT =
      new ValueSettings(
          Method.ZERO_LEVEL, 20_000, 1024, 0.3, 0.9, 1e-3, 128, 3, Activation.TANH, 1, 1);

  /** The published settings of V-OCBF and FISOR for small systems, at the period of the data. */
  public static ValueSettings published(Method method, double dt, long seed) {
    double lambda = -Math.log(0.99) / dt;
    return new ValueSettings(
        method, 100_000, 256, lambda, 0.9, 3e-4, 256, 2, Activation.RELU, 1, seed);
  }

  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException naming the setting, its value and what is allowed
   */
  public ValueSettings {
    SettingRanges.require("steps", steps, 1, 10_000_000);
    SettingRanges.require("batch", batch, 8, 65_536);
    SettingRanges.require("lambda", lambda, 0, 10);
    SettingRanges.require("tau", tau, 0.5, 0.999);
    SettingRanges.require("learning rate", learningRate, 1e-6, 0.1);
    SettingRanges.require("width", width, 8, 512);
    SettingRanges.require("hidden", hidden, 1, 4);
    SettingRanges.require("members", members, 1, 5);
  }

  /** The same with other steps. */
  public ValueSettings withSteps(int other) {
    return new ValueSettings(
        method, other, batch, lambda, tau, learningRate, width, hidden, activation, members, seed);
  }
}
