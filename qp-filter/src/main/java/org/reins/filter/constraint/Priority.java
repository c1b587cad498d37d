package org.reins.filter.constraint;

/**
 * Which rows are relaxed if not all can be held: lower priorities by far the most. A slack of the
 * next lower priority costs a hundred times less. So if two rows contradict each other, the higher
 * one is relaxed by at most a hundredth of the lower one's slack. Hard rows are never relaxed: if
 * they contradict each other, only the brake remains.
 */
public enum Priority {
  /** Never relaxed. */
  HARD(0),
  /** Relaxed last. */
  HIGH(0.01),
  /** Relaxed if necessary. */
  NORMAL(1),
  /** Relaxed first. */
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
