package org.reins.filter.barrier;

import java.util.List;
import java.util.Map;

/**
 * The metadata of a {@link BarrierFile}, text by name, parsed into values.
 *
 * <p>All of these are required: {@code schema} (reins/barrier/1), {@code robot}, {@code joints}
 * (comma separated, in order), {@code activation}, {@code output_scale}, {@code dt} (s, of the
 * data), {@code lambda} (1/s, discount rate), {@code tau} (expectile), {@code delta} (m, calibrated
 * margin), {@code dataset_sha256}, {@code seed}. {@code angles} (comma separated) says which
 * numbers of a state are angles. Others are kept unchanged.
 */
final class BarrierMetadata {
  /** Names of the required metadata. */
  static final List<String> REQUIRED =
      List.of(
          "schema",
          "robot",
          "joints",
          "activation",
          "output_scale",
          "dt",
          "lambda",
          "tau",
          "delta",
          "dataset_sha256",
          "seed");

  private BarrierMetadata() {}

  /**
   * Parses a number.
   *
   * @throws BarrierFileException if it is not a number
   */
  static double number(Map<String, String> metadata, String key) {
    try {
      return Double.parseDouble(metadata.get(key));
    } catch (NumberFormatException e) {
      throw new BarrierFileException(key + " is " + metadata.get(key) + ": it must be a number", e);
    }
  }

  /**
   * Which numbers of a state are angles; empty if not specified.
   *
   * @throws BarrierFileException if it is not a list of whole numbers
   */
  static int[] angles(Map<String, String> metadata) {
    String text = metadata.getOrDefault("angles", "");
    if (text.isEmpty()) {
      return new int[0];
    }
    String[] numbers = text.split(",", -1);
    int[] angles = new int[numbers.length];
    for (int i = 0; i < angles.length; i++) {
      // No pattern over the whole list: it would recurse over each number.
      if (!numbers[i].matches("\\d{1,3}")) {
        throw new BarrierFileException(
            "angles is " + text + ": it must be numbers of inputs, as in 2,3");
      }
      angles[i] = Integer.parseInt(numbers[i]);
    }
    return angles;
  }
}
