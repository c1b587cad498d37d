package org.reins.filter.barrier;

/** Ranges of products, cos and sin over intervals. */
public final class Interval {
  private Interval() {}

  /** Smallest cos on [a, b]. */
  public static double leastCos(double a, double b) {
    return holds(a, b, Math.PI) ? -1 : Math.min(Math.cos(a), Math.cos(b));
  }

  /** Largest cos on [a, b]. */
  public static double greatestCos(double a, double b) {
    return holds(a, b, 0) ? 1 : Math.max(Math.cos(a), Math.cos(b));
  }

  /** Smallest sin on [a, b]. */
  public static double leastSin(double a, double b) {
    return leastCos(a - Math.PI / 2, b - Math.PI / 2);
  }

  /** Largest sin on [a, b]. */
  public static double greatestSin(double a, double b) {
    return greatestCos(a - Math.PI / 2, b - Math.PI / 2);
  }

  /** Smallest product of numbers of [a, b] and [c, d]. */
  public static double leastProduct(double a, double b, double c, double d) {
    return Math.min(Math.min(a * c, a * d), Math.min(b * c, b * d));
  }

  /** Largest product of numbers of [a, b] and [c, d]. */
  public static double greatestProduct(double a, double b, double c, double d) {
    return Math.max(Math.max(a * c, a * d), Math.max(b * c, b * d));
  }

  /** Whether [a, b] holds point + 2πk for an integer k. */
  private static boolean holds(double a, double b, double point) {
    return Math.floor((b - point) / (2 * Math.PI)) >= Math.ceil((a - point) / (2 * Math.PI));
  }
}
