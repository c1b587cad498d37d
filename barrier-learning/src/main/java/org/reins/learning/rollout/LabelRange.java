package org.reins.learning.rollout;

import org.reins.learning.Allowed;

/**
 * Where labels are clipped.
 *
 * @param cap above, as a share of the median h of the safe states in the data, 0.02 to 10: the
 *     smaller, the finer is B near its zero
 * @param floor below zero, as a share of what that comes to, 0.05 to 1. How unsafe a state is
 *     matters less than where that begins, and steep labels get steeper by a large one
 */
public record LabelRange(double cap, double floor) {
  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException naming the setting, its value and what is allowed
   */
  public LabelRange {
    Allowed.range("cap", cap, 0.02, 10);
    Allowed.range("floor", floor, 0.05, 1);
  }
}
