package org.reins.filter.policy;

/**
 * Scale, offset and clip of the numbers of a term. Each array has one number for all, or one for
 * each number of the term.
 *
 * <pre>
 *   y = clip(scale · x + offset)     or, with clipFirst,     y = scale · clip(x) + offset
 * </pre>
 *
 * @param scale finite
 * @param offset finite
 * @param low lower end of the clip, −∞ for none
 * @param high upper end of the clip, +∞ for none; not below the lower end
 * @param clipFirst whether the clip comes before the scale
 */
public record Scaling(
    double[] scale, double[] offset, double[] low, double[] high, boolean clipFirst) {
  /** Passes numbers on unchanged. */
  public static final Scaling NONE = of(1);

  /** Checks the numbers. */
  public Scaling {
    for (double s : scale) {
      require(Double.isFinite(s), "scale", s, "finite numbers");
    }
    for (double o : offset) {
      require(Double.isFinite(o), "offset", o, "finite numbers");
    }
    require(scale.length > 0 && offset.length > 0, "scale or offset", 0, "at least one number");
    require(low.length == high.length && low.length > 0, "clip", low.length, "pairs of numbers");
    for (int i = 0; i < low.length; i++) {
      require(low[i] <= high[i], "clip", low[i], "a lower end that is not above the upper end");
    }
  }

  /** Only a scale. */
  public static Scaling of(double... scale) {
    return new Scaling(scale, new double[] {0}, open(-1), open(1), false);
  }

  /** The same with other clips. */
  public Scaling withClip(double[] from, double[] to, boolean first) {
    return new Scaling(scale, offset, from, to, first);
  }

  /** The same with other offsets. */
  public Scaling withOffset(double... other) {
    return new Scaling(scale, other, low, high, clipFirst);
  }

  /**
   * Checks that the arrays fit a term.
   *
   * @throws IllegalArgumentException if an array has neither one number nor one for each
   */
  public void require(int numbers) {
    requireLength("scale", scale.length, numbers);
    requireLength("offset", offset.length, numbers);
    requireLength("clip", low.length, numbers);
  }

  /** The number at a place, scaled. */
  public double apply(double x, int place) {
    double v = clipFirst ? clip(x, place) : x;
    v = at(scale, place) * v + at(offset, place);
    return clipFirst ? v : clip(v, place);
  }

  /** The scale at a place. */
  public double scaleAt(int place) {
    return at(scale, place);
  }

  /** The offset at a place. */
  public double offsetAt(int place) {
    return at(offset, place);
  }

  /** Whether numbers are clipped at a place. */
  public boolean isClipped(int place) {
    return at(low, place) > Double.NEGATIVE_INFINITY || at(high, place) < Double.POSITIVE_INFINITY;
  }

  private double clip(double v, int place) {
    // Keeps NaN: the filter treats it as a missing action.
    double h = at(high, place);
    double l = at(low, place);
    return v > h ? h : v < l ? l : v;
  }

  private static double at(double[] all, int place) {
    return all.length == 1 ? all[0] : all[place];
  }

  private static double[] open(int sign) {
    return new double[] {sign * Double.POSITIVE_INFINITY};
  }

  private static void requireLength(String what, int found, int numbers) {
    if (found != 1 && found != numbers) {
      throw new IllegalArgumentException(
          what + " has " + found + " numbers: the term needs 1 or " + numbers);
    }
  }

  private static void require(boolean good, String what, double value, String allowed) {
    if (!good) {
      throw new IllegalArgumentException(what + " has " + value + ": it needs " + allowed);
    }
  }
}
