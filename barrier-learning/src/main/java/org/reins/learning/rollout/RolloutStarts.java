package org.reins.learning.rollout;

import org.reins.learning.SettingRanges;

/**
 * Start states of rollouts.
 *
 * @param count number of starts per round, 100 to 1 million
 * @param spread share of starts whose state numbers come from different rows, 0 to 1; the other
 *     starts are unchanged rows of the recording. If a recording mostly moves in one direction,
 *     rows alone rarely start rollouts in the other direction
 * @param last number of starts of all last fits together, drawn once, 100 to 10 million; 0 for
 *     twice the count, drawn again for each fit. Starts that are drawn once are fitted eight times,
 *     to labels of barriers that are no longer fitted
 */
public record RolloutStarts(int count, double spread, int last) {
  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException naming the setting, its value and what is allowed
   */
  public RolloutStarts {
    SettingRanges.require("starts", count, 100, 1_000_000);
    SettingRanges.require("spread", spread, 0, 1);
    if (last != 0) {
      SettingRanges.require("last starts", last, 100, 10_000_000);
    }
  }
}
