package org.reins.filter.constraint;

/**
 * Who gives way when not all rows can be held: lower priorities by far the most. A slack of the
 * next lower priority is a hundred times cheaper, so of two rows that contradict each other the
 * higher one gives way by at most a hundredth of what the lower one does. Hard rows never give way:
 * when they contradict each other there is no command but the brake.
 */
public enum Priority {
  /** Never gives way. */
  HARD(0),
  /** Gives way last. */
  HIGH(0.01),
  /** Gives way where it must. */
  NORMAL(1),
  /** Gives way first. */
  LOW(100);

  private final double factor;

  Priority(double factor) {
    this.factor = factor;
  }

  /**
   * Softness of a row.
   *
   * @param weight ρ of the slack of {@link #NORMAL} rows, over 0
   */
  public double softness(double weight) {
    return factor / weight;
  }
}
