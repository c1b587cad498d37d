package org.reins.learning.rollout;

import org.reins.learning.SettingRanges;

/**
 * How the last fits of a training treat states near the edge of the safe set, where B = 0.
 *
 * @param focus share of each batch that has labels close to zero, 0 to 0.9
 * @param expectile 0.01 to 0.99; below 0.5, values above a label cost more than values below it. A
 *     smooth network rounds off folds in the labels, and may exceed the labels there
 */
public record EdgeFit(double focus, double expectile) {
  /** Treats all labels equally. */
  public static final EdgeFit EVEN = new EdgeFit(0, 0.5);

  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException naming the setting, its value and what is allowed
   */
  public EdgeFit {
    SettingRanges.require("focus", focus, 0, 0.9);
    SettingRanges.require("expectile", expectile, 0.01, 0.99);
  }
}
