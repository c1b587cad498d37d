package org.reins.learning.rollout;

import org.reins.learning.SettingRanges;

/**
 * Clipping limits of labels.
 *
 * @param cap upper limit, as a share of the median h of the safe states in the data, 0.02 to 10; a
 *     smaller cap gives a finer B near its zero
 * @param floor lower limit below zero, as a share of the upper limit, 0.05 to 1. The position of
 *     the edge matters more than how unsafe a state is, and a large floor makes steep labels
 *     steeper
 */
public record LabelRange(double cap, double floor) {
  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException naming the setting, its value and what is allowed
   */
  public LabelRange {
    SettingRanges.require("cap", cap, 0.02, 10);
    SettingRanges.require("floor", floor, 0.05, 1);
  }
}
