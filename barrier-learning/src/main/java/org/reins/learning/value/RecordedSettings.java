package org.reins.learning.value;

import org.reins.filter.barrier.Activation;
import org.reins.learning.SettingRanges;

/**
 * Settings for learning the value of a recorded behaviour.
 *
 * @param steps gradient steps, 1 to 10 million
 * @param batch transitions per step, 8 to 65536
 * @param tau expectile, 0.001 to 0.999; below ½ favours the worse outcomes of similar states
 * @param learningRate first step size of Adam, 1e-6 to 0.1
 * @param width of each hidden layer, 8 to 512
 * @param hidden layers, 1 to 4
 * @param activation of the network
 * @param seed seed of everything random
 */
public record RecordedSettings(
    int steps,
    int batch,
    double tau,
    double learningRate,
    int width,
    int hidden,
    Activation activation,
    long seed) {
  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException naming the setting, its value and what is allowed
   */
  public RecordedSettings {
    SettingRanges.require("steps", steps, 1, 10_000_000);
    SettingRanges.require("batch", batch, 8, 65_536);
    SettingRanges.require("tau", tau, 0.001, 0.999);
    SettingRanges.require("learning rate", learningRate, 1e-6, 0.1);
    SettingRanges.require("width", width, 8, 512);
    SettingRanges.require("hidden", hidden, 1, 4);
  }

  /**
   * Same network size as for barriers learned from values, with other steps, expectile and seed.
   */
  public static RecordedSettings of(int steps, double tau, long seed) {
    ValueSettings d = ValueSettings.DEFAULT;
    return new RecordedSettings(
        steps, d.batch(), tau, d.learningRate(), d.width(), d.hidden(), d.activation(), seed);
  }
}
