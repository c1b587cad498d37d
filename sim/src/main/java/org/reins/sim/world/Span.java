package org.reins.sim.world;

/** A range of numbers, from low to high; low is smaller. */
public record Span(double low, double high) {
  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException naming both numbers
   */
  public Span {
    if (!(low < high)) {
      throw new IllegalArgumentException(
          "it is [" + low + ", " + high + "]: the first number must be the smaller one");
    }
  }

  /** Whether a number is inside the range, without its ends. */
  public boolean contains(double v) {
    return v > low && v < high;
  }
}
