package org.reins.learning.rollout;

import org.reins.learning.Allowed;

/**
 * Where rollouts start.
 *
 * @param count of a round, 100 to 1 million
 * @param spread share of them whose numbers are each taken from a row of their own, 0 to 1; the
 *     others are rows of the recording as they are. Where a recording mostly goes one way, rows
 *     alone seldom start rollouts the other way
 * @param last of the last fits together, drawn once, 100 to 10 million; 0 for twice the count,
 *     drawn anew for each. What is drawn once is fitted to eight times, by labels of barriers that
 *     are no longer fitted
 */
public record RolloutStarts(int count, double spread, int last) {
  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException naming the setting, its value and what is allowed
   */
  public RolloutStarts {
    Allowed.range("starts", count, 100, 1_000_000);
    Allowed.range("spread", spread, 0, 1);
    if (last != 0) {
      Allowed.range("last starts", last, 100, 10_000_000);
    }
  }
}
