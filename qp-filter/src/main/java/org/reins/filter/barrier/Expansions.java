package org.reins.filter.barrier;

import java.util.Arrays;

/**
 * Quantities that depend on the position in a box of states, each as value + Σⱼ slopeⱼ dⱼ + e with
 * |dⱼ| ≤ rⱼ and |e| ≤ rest. Every operation widens the rest by more than its own rounding.
 */
final class Expansions {
  /** Bound on the rounding of any sum here, as a share of the numbers summed. */
  static final double ROUNDING = 1e-12;

  final double[] value;

  /** One row per variable j. */
  final double[][] slope;

  final double[] rest;

  private final double[] radius;

  /**
   * Creates expansions that are all zero.
   *
   * @param count number of expansions
   * @param radius rⱼ; shared with the owner, who changes it
   */
  Expansions(int count, double[] radius) {
    this.radius = radius;
    value = new double[count];
    slope = new double[radius.length][count];
    rest = new double[count];
  }

  /** Number of expansions. */
  int count() {
    return value.length;
  }

  /** The largest possible |Σⱼ slopeⱼ dⱼ + e|. */
  double deviation(int i) {
    double sum = rest[i];
    for (int j = 0; j < radius.length; j++) {
      sum += Math.abs(slope[j][i]) * radius[j];
    }
    return sum * (1 + ROUNDING);
  }

  /** Sets one to value + e, |e| ≤ widest. */
  void constant(int i, double to, double widest) {
    value[i] = to;
    rest[i] = widest + ROUNDING * Math.abs(to);
    for (double[] s : slope) {
      s[i] = 0;
    }
  }

  /** Sets one to value + slope dⱼ + e, |e| ≤ widest. */
  void linear(int i, double to, int j, double by, double widest) {
    constant(i, to, widest);
    slope[j][i] = by;
    rest[i] += ROUNDING * Math.abs(by) * radius[j];
  }

  /** Sets one to value + factor · (another minus its value) + e, |e| ≤ widest. */
  void follow(int i, double to, double factor, Expansions from, int k, double widest) {
    value[i] = to;
    for (int j = 0; j < radius.length; j++) {
      slope[j][i] = factor * from.slope[j][k];
    }
    rest[i] = Math.abs(factor) * from.rest[k] + widest;
    rest[i] += ROUNDING * (Math.abs(to) + deviation(i));
  }

  /** Multiplies one by a factor. */
  void scale(int i, double factor) {
    follow(i, factor * value[i], factor, this, i, 0);
  }

  /** Multiplies each by one of others. */
  void multiply(Expansions by) {
    for (int i = 0; i < value.length; i++) {
      product(i, i, by, i);
    }
  }

  /**
   * Sets one to the product of another of these with one of others: (a + α·d + e)(b + β·d + f) is
   * ab + (aβ + bα)·d with a rest of at most |a| |f| + |b| |e| + |α·d + e| |β·d + f|.
   */
  void product(int i, int a, Expansions by, int b) {
    double x = value[a];
    double y = by.value[b];
    double left = Math.abs(x) * by.rest[b] + Math.abs(y) * rest[a];
    left += deviation(a) * by.deviation(b);
    for (int j = 0; j < radius.length; j++) {
      slope[j][i] = x * by.slope[j][b] + y * slope[j][a];
    }
    value[i] = x * y;
    rest[i] = left;
    rest[i] += ROUNDING * (Math.abs(value[i]) + deviation(i));
  }

  /** Sets one to the difference of two others. */
  void difference(int i, Expansions a, int ai, Expansions b, int bi) {
    for (int j = 0; j < radius.length; j++) {
      slope[j][i] = a.slope[j][ai] - b.slope[j][bi];
    }
    double size = Math.abs(a.value[ai]) + Math.abs(b.value[bi]);
    size += a.deviation(ai) + b.deviation(bi);
    value[i] = a.value[ai] - b.value[bi];
    rest[i] = a.rest[ai] + b.rest[bi] + ROUNDING * size;
  }

  /**
   * Sets this to W · from + bias.
   *
   * @param columns W, column by column
   * @param bias null for none
   */
  void affine(double[] columns, double[] bias, Expansions from) {
    int n = value.length;
    if (bias == null) {
      Arrays.fill(value, 0);
      Arrays.fill(rest, 0);
    } else {
      for (int o = 0; o < n; o++) {
        value[o] = bias[o];
        rest[o] = ROUNDING * Math.abs(bias[o]);
      }
    }
    for (double[] s : slope) {
      Arrays.fill(s, 0);
    }
    for (int i = 0; i < from.value.length; i++) {
      double wide = from.rest[i] + ROUNDING * (Math.abs(from.value[i]) + from.deviation(i));
      addMultiple(columns, i * n, from.value[i], value);
      addSize(columns, i * n, wide, rest);
      for (int j = 0; j < radius.length; j++) {
        addMultiple(columns, i * n, from.slope[j][i], slope[j]);
      }
    }
  }

  private static void addMultiple(double[] column, int at, double factor, double[] to) {
    for (int o = 0; o < to.length; o++) {
      to[o] += column[at + o] * factor;
    }
  }

  private static void addSize(double[] column, int at, double factor, double[] to) {
    for (int o = 0; o < to.length; o++) {
      to[o] += Math.abs(column[at + o]) * factor;
    }
  }
}
