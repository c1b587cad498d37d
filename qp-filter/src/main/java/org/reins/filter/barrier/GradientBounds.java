package org.reins.filter.barrier;

/**
 * Sound bounds of a barrier's gradient over boxes of states. Allocates nothing; not thread-safe.
 */
public interface GradientBounds {
  /**
   * Bounds ∇B for lower ≤ x ≤ upper.
   *
   * @param lower lower ends, not modified
   * @param upper upper ends, not modified
   */
  void bound(double[] lower, double[] upper);

  /** Lower bounds of ∇B; owned by this object, overwritten by {@link #bound}. */
  double[] gradientLow();

  /** Upper bounds of ∇B; owned by this object, overwritten by {@link #bound}. */
  double[] gradientHigh();
}
