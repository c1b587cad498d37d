package org.reins.sim.variation;

/**
 * The range of a variable. Both ends belong to it. They may be equal: then the value is fixed.
 *
 * @param low in the unit of the variable
 * @param high the same
 */
public record Range(Variable variable, double low, double high) {
  /**
   * Checks the ends.
   *
   * @throws IllegalArgumentException naming the value and what is allowed
   */
  public Range {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          variable.key()
              + " is ["
              + low
              + ", "
              + high
              + "]: the first number must not be the larger one");
    }
    require(variable, low);
    require(variable, high);
  }

  private static void require(Variable v, double value) {
    if (!(value >= v.least() && value <= v.most())) {
      throw new IllegalArgumentException(
          v.key()
              + " is "
              + value
              + " "
              + v.unit()
              + ": allowed is "
              + v.least()
              + " to "
              + v.most());
    }
    if (v.scale() == Variable.Scale.WHOLE && value != Math.rint(value)) {
      throw new IllegalArgumentException(
          v.key() + " is " + value + ": allowed are whole numbers of " + v.unit());
    }
  }

  /**
   * The value at a share of the range.
   *
   * @param share 0 to 1
   */
  public double at(double share) {
    double value =
        switch (variable.scale()) {
          case EVEN -> low + share * (high - low);
          case LOG -> low * Math.exp(share * Math.log(high / low));
          case WHOLE -> low + Math.floor(share * (high - low + 1));
        };
    return Math.max(low, Math.min(high, value));
  }

  /** The share of the range at which a value lies, 0 to 1; 0.5 in a range without width. */
  public double share(double value) {
    if (low == high) {
      return 0.5;
    }
    double share =
        switch (variable.scale()) {
          case EVEN -> (value - low) / (high - low);
          case LOG -> Math.log(value / low) / Math.log(high / low);
          case WHOLE -> (value - low + 0.5) / (high - low + 1);
        };
    return Math.max(0, Math.min(1, share));
  }

  /** Whether there is more than one value. */
  public boolean varies() {
    return low < high;
  }
}
