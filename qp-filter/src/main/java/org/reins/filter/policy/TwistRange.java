package org.reins.filter.policy;

/**
 * Commanded twists that a policy was trained with: along x and y of the base, m/s, and about z,
 * rad/s.
 *
 * @param low three numbers, not above 0
 * @param high three numbers, not below 0
 */
public record TwistRange(double[] low, double[] high) {
  /** Any twist. */
  public static final TwistRange ANY = new TwistRange(all(-1), all(1));

  /** Checks the numbers. */
  public TwistRange {
    if (low.length != 3 || high.length != 3) {
      throw new IllegalArgumentException("a twist range needs three numbers: x, y and turn");
    }
    for (int k = 0; k < 3; k++) {
      if (!(low[k] <= 0 && high[k] >= 0)) {
        throw new IllegalArgumentException(
            "a twist range is " + low[k] + " to " + high[k] + ": it must contain 0, a stop");
      }
    }
  }

  /** Whether there is no limit. */
  public boolean isAny() {
    for (int k = 0; k < 3; k++) {
      if (low[k] > Double.NEGATIVE_INFINITY || high[k] < Double.POSITIVE_INFINITY) {
        return false;
      }
    }
    return true;
  }

  /**
   * The component of a twist nearest to a wanted one.
   *
   * @param component 0 to 2
   */
  public double clip(int component, double wanted) {
    return Math.max(low[component], Math.min(high[component], wanted));
  }

  private static double[] all(int sign) {
    double v = sign * Double.POSITIVE_INFINITY;
    return new double[] {v, v, v};
  }
}
