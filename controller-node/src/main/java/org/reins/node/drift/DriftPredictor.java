package org.reins.node.drift;

import org.reins.node.messages.FilterStatus;

/**
 * Looks up, for each status, how likely a violation is within the horizon. A reported value has
 * held for three statuses in a row, because a single peak is not drift. Not thread-safe.
 */
public final class DriftPredictor {
  private final DriftState states;
  private final double[] danger;
  private final double horizon;
  private final double threshold;
  private double before;
  private double beforeThat;

  DriftPredictor(DriftState states, double[] danger, double horizon, double threshold) {
    this.states = states;
    this.danger = danger;
    this.horizon = horizon;
    this.threshold = threshold;
  }

  /** Takes a status; returns the upper bound of the probability of a violation in the horizon. */
  public double observe(FilterStatus status) {
    return observe(states.of(status));
  }

  /** Takes a state of the chain instead. */
  public double observe(int state) {
    double now = danger[state];
    double lasting = Math.min(now, Math.min(before, beforeThat));
    beforeThat = before;
    before = now;
    return lasting;
  }

  /** Length of the look-ahead, s. */
  public double horizon() {
    return horizon;
  }

  /** The probability above which it raises an alarm. */
  public double threshold() {
    return threshold;
  }
}
