package org.reins.learning.rollout;

import org.reins.learning.SettingRanges;
import org.reins.sim.system.BenchmarkSystem;

/**
 * Settings for learning a barrier from rollouts in learned dynamics.
 *
 * @param width of each hidden layer, 8 to 512
 * @param hidden number of hidden layers, 1 to 4
 * @param rounds number of rounds of rollouts and fits, 1 to 200
 * @param starts where rollouts start
 * @param steps gradient steps per round, 1 to 1 million; the last round has four times as many
 * @param batch rows per step, 8 to 65536
 * @param horizon length of a rollout, s, positive
 * @param authority share of the inputs that rollouts may use, 0.5 to 1; the rest is a reserve for
 *     errors of the gradient and for disturbances
 * @param members number of dynamics models, 1 to 5; the worst of them counts
 * @param range clipping limits of the labels
 * @param labels the value of a state
 * @param edge how the last fits treat states near the edge
 * @param learningRate first step size of Adam, 1e-6 to 0.1
 * @param seed seed of everything random
 */
public record RolloutSettings(
    int width,
    int hidden,
    int rounds,
    RolloutStarts starts,
    int steps,
    int batch,
    double horizon,
    double authority,
    int members,
    LabelRange range,
    Labels labels,
    EdgeFit edge,
    double learningRate,
    long seed) {
  /** The value of a state. All variants have the same zero. */
  public enum Labels {
    /** The smallest future h. It jumps where states are lost by an unstable motion. */
    MARGIN,
    /**
     * The smallest future h, but no further from zero than the unused share of the inputs. That
     * share is 0 where all usable inputs are needed, and negative where more would be needed. It
     * does not jump, but it is steep where h is small anyway.
     */
    AUTHORITY
  }

  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException naming the setting, its value and what is allowed
   */
  public RolloutSettings {
    SettingRanges.require("width", width, 8, 512);
    SettingRanges.require("hidden", hidden, 1, 4);
    SettingRanges.require("rounds", rounds, 1, 200);
    SettingRanges.require("steps", steps, 1, 1_000_000);
    SettingRanges.require("batch", batch, 8, 65_536);
    SettingRanges.require("horizon", horizon, 1e-3, 1e3);
    SettingRanges.require("authority", authority, 0.5, 1);
    SettingRanges.require("members", members, 1, 5);
    SettingRanges.require("learning rate", learningRate, 1e-6, 0.1);
  }

  /** The defaults for a horizon. */
  public static RolloutSettings of(double horizon, long seed) {
    return new RolloutSettings(
        64,
        2,
        12,
        new RolloutStarts(8_000, 0, 0),
        1_500,
        1024,
        horizon,
        0.98,
        1,
        new LabelRange(0.25, 0.15),
        Labels.MARGIN,
        EdgeFit.EVEN,
        2e-3,
        seed);
  }

  /**
   * Settings that were found to suit a benchmark system. docs/learning.md has the results of
   * others.
   */
  public static RolloutSettings suiting(BenchmarkSystem system, long seed) {
    RolloutSettings d = of(system.horizon(), seed);
    return switch (system.name()) {
      case "boat", "dubins" ->
          d.with(d.starts, d.authority, d.range, d.labels, new EdgeFit(0.5, 0.1));
      case "double-integrator" ->
          d.with(d.starts, 0.97, d.range, Labels.AUTHORITY, new EdgeFit(0.5, 0.3));
      case "pendulum" ->
          d.with(d.starts, 0.99, new LabelRange(1, 0.15), Labels.AUTHORITY, new EdgeFit(0.5, 0.3));
      case "point-robot" ->
          d.with(
              new RolloutStarts(8_000, 0.5, 200_000),
              0.95,
              new LabelRange(0.25, 0.4),
              Labels.AUTHORITY,
              new EdgeFit(0.5, 0.1));
      default -> d;
    };
  }

  /** Settings with three layers and longer fits. */
  private RolloutSettings with(
      RolloutStarts starts, double authority, LabelRange range, Labels labels, EdgeFit edge) {
    return new RolloutSettings(
        width,
        3,
        rounds,
        starts,
        2_000,
        batch,
        horizon,
        authority,
        members,
        range,
        labels,
        edge,
        learningRate,
        seed);
  }
}
