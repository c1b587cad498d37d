package org.reins.filter.qp;

/**
 * The constraints of a problem in one form, normal · x + slack ≥ rhs: rows scaled to unit length,
 * so that a violation means the same in each, and bounds with normals ±e. Row k has index k, the
 * lower bound of xᵢ has maxRows + i, the upper one maxRows + n + i. On arrays allocated once.
 */
final class ScaledConstraints {
  /** Squares of lengths between these bounds lose nothing to underflow or overflow. */
  private static final double SMALL_SQUARE = 1e-200;

  private static final double LARGE_SQUARE = 1e200;

  /** Weight of a bound's violation relative to a row's: bounds are dropped again more often. */
  private static final double BOUND_SHARE = 0.5;

  private static final double FEASIBILITY = DualActiveSetSolver.FEASIBILITY;

  final int n;
  final int maxRows;

  /**
   * Rows of unit length, column by column: element i of row k is columns[i][k]. Separate arrays,
   * because the compiler vectorises only loops that use every array at the same index.
   */
  final double[][] columns;

  /** Required value of each constraint. */
  final double[] rhs;

  /** γ of each row in units of the scaled row. */
  final double[] softness;

  /** Scale factor of each row. */
  final double[] scale;

  /** Number of rows. */
  int count;

  /** Number of soft rows. */
  int soft;

  /** After INFEASIBLE: the constraints that contradict each other on their own. */
  final int[] conflict = new int[2];

  /** Number of those. */
  int conflicts;

  private final double[] surplus;

  ScaledConstraints(int n, int maxRows) {
    this.n = n;
    this.maxRows = maxRows;
    columns = new double[n][maxRows];
    rhs = new double[maxRows + 2 * n];
    softness = new double[maxRows];
    scale = new double[maxRows];
    surplus = new double[maxRows];
  }

  /** Checks the numbers, scales the rows and copies the bounds. */
  QpStatus load(QpProblem p) {
    conflicts = 0;
    count = p.rows;
    for (int i = 0; i < n; i++) {
      if (!Double.isFinite(p.linear[i])) {
        return QpStatus.NOT_FINITE;
      }
      double lower = p.lower[i];
      double upper = p.upper[i];
      // NaN fails both comparisons that a valid pair of bounds passes.
      if (!(lower < Double.POSITIVE_INFINITY) || !(upper > Double.NEGATIVE_INFINITY)) {
        return QpStatus.NOT_FINITE;
      }
      if (lower > upper) {
        conflict[0] = maxRows + i;
        conflict[1] = maxRows + n + i;
        conflicts = 2;
        return QpStatus.INFEASIBLE;
      }
      rhs[maxRows + i] = lower;
      rhs[maxRows + n + i] = -upper;
    }
    double[] c = p.matrix;
    soft = 0;
    measure(c, n, surplus, count);
    invert(surplus, scale, count);
    for (int k = 0; k < count; k++) {
      double d = p.rightHandSide[k];
      double give = p.softness[k];
      if (!(d < Double.POSITIVE_INFINITY) || !(give >= 0 && give < Double.POSITIVE_INFINITY)) {
        return QpStatus.NOT_FINITE;
      }
      double square = surplus[k];
      double factor = scale[k];
      if (!(square > SMALL_SQUARE && square < LARGE_SQUARE)) {
        factor = 1 / carefulLength(c, k * n);
        if (!(factor > 0)) {
          return QpStatus.NOT_FINITE;
        }
        if (factor == Double.POSITIVE_INFINITY) {
          // The row is zero: it imposes nothing, or is infeasible.
          if (d > FEASIBILITY && give == 0) {
            conflict[0] = k;
            conflicts = 1;
            return QpStatus.INFEASIBLE;
          }
          factor = 0;
          d = Double.NEGATIVE_INFINITY;
        }
        scale[k] = factor;
      }
      rhs[k] = d == Double.NEGATIVE_INFINITY ? d : d * factor;
      if (rhs[k] == Double.POSITIVE_INFINITY) {
        return QpStatus.NOT_FINITE;
      }
      softness[k] = give * factor * factor;
      if (give > 0) {
        soft++;
      }
    }
    for (int i = 0; i < n; i++) {
      takeColumn(c, i, n, scale, columns[i], count);
    }
    return QpStatus.SOLVED;
  }

  /** Element i of every row, scaled. */
  private static void takeColumn(
      double[] c, int i, int n, double[] scale, double[] column, int count) {
    for (int k = 0, at = i; k < count; k++, at += n) {
      column[k] = c[at] * scale[k];
    }
  }

  /** Squares of the rows' lengths, four rows in parallel. */
  private static void measure(double[] c, int n, double[] square, int count) {
    int k = 0;
    for (; k + 3 < count; k += 4) {
      int a0 = k * n;
      int a1 = a0 + n;
      int a2 = a1 + n;
      int a3 = a2 + n;
      double s0 = 0;
      double s1 = 0;
      double s2 = 0;
      double s3 = 0;
      for (int i = 0; i < n; i++) {
        double v0 = c[a0 + i];
        double v1 = c[a1 + i];
        double v2 = c[a2 + i];
        double v3 = c[a3 + i];
        s0 += v0 * v0;
        s1 += v1 * v1;
        s2 += v2 * v2;
        s3 += v3 * v3;
      }
      square[k] = s0;
      square[k + 1] = s1;
      square[k + 2] = s2;
      square[k + 3] = s3;
    }
    for (; k < count; k++) {
      double s = 0;
      for (int i = 0, at = k * n; i < n; i++) {
        s += c[at + i] * c[at + i];
      }
      square[k] = s;
    }
  }

  /** Inverse lengths, in a separate loop that the compiler vectorises. */
  private static void invert(double[] square, double[] scale, int count) {
    for (int k = 0; k < count; k++) {
      scale[k] = 1 / Math.sqrt(square[k]);
    }
  }

  /** Length of a row whose square underflows or overflows; NaN if a number is not finite. */
  private double carefulLength(double[] c, int at) {
    double largest = 0;
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, Math.abs(c[at + i]));
    }
    if (!(largest > 0)) {
      return largest;
    }
    if (largest == Double.POSITIVE_INFINITY) {
      return Double.NaN;
    }
    double square = 0;
    for (int i = 0; i < n; i++) {
      double s = c[at + i] / largest;
      square += s * s;
    }
    return largest * Math.sqrt(square);
  }

  /** The most violated constraint, or −1. Bounds count half: they are dropped again more often. */
  int mostViolated(double[] x, int[] slackOf, boolean[] isActive) {
    int worst = -1;
    double most = -FEASIBILITY;
    final double[] left = surplus;
    final int size = n;
    final int rowCount = count;
    final double[] d = rhs;
    final double[] at = x;
    computeSurplus(at);
    for (int k = 0; k < rowCount; k++) {
      if (left[k] < most) {
        double s = left[k];
        if (slackOf[k] > 0) {
          s += at[slackOf[k]];
        }
        // Rounding grows with the numbers involved.
        if (s < most && s < -FEASIBILITY * (1 + Math.abs(d[k])) && !isActive[k]) {
          most = s;
          worst = k;
        }
      }
    }
    for (int i = 0; i < size; i++) {
      double below = BOUND_SHARE * (at[i] - d[maxRows + i]);
      if (below < most && below < -FEASIBILITY * (1 + Math.abs(at[i])) && !isActive[maxRows + i]) {
        most = below;
        worst = maxRows + i;
      }
      double above = BOUND_SHARE * (-at[i] - d[maxRows + size + i]);
      if (above < most
          && above < -FEASIBILITY * (1 + Math.abs(at[i]))
          && !isActive[maxRows + size + i]) {
        most = above;
        worst = maxRows + size + i;
      }
    }
    return worst;
  }

  /** surplus = C x − rhs, up to four columns at a time. */
  private void computeSurplus(double[] x) {
    for (int k = 0; k < count; k++) {
      surplus[k] = -rhs[k];
    }
    int i = 0;
    for (; i + 3 < n; i += 4) {
      addFour(columns, x, i, surplus, count);
    }
    if (i + 2 < n) {
      addThree(columns, x, i, surplus, count);
      i += 3;
    } else if (i + 1 < n) {
      addTwo(columns, x, i, surplus, count);
      i += 2;
    }
    for (; i < n; i++) {
      addOne(columns[i], x[i], surplus, count);
    }
  }

  private static void addFour(double[][] columns, double[] x, int i, double[] sum, int count) {
    final double[] a = columns[i];
    final double[] b = columns[i + 1];
    final double[] c = columns[i + 2];
    final double[] d = columns[i + 3];
    final double xa = x[i];
    final double xb = x[i + 1];
    final double xc = x[i + 2];
    final double xd = x[i + 3];
    for (int k = 0; k < count; k++) {
      sum[k] = sum[k] + xa * a[k] + xb * b[k] + xc * c[k] + xd * d[k];
    }
  }

  private static void addThree(double[][] columns, double[] x, int i, double[] sum, int count) {
    final double[] a = columns[i];
    final double[] b = columns[i + 1];
    final double[] c = columns[i + 2];
    final double xa = x[i];
    final double xb = x[i + 1];
    final double xc = x[i + 2];
    for (int k = 0; k < count; k++) {
      sum[k] = sum[k] + xa * a[k] + xb * b[k] + xc * c[k];
    }
  }

  private static void addTwo(double[][] columns, double[] x, int i, double[] sum, int count) {
    final double[] a = columns[i];
    final double[] b = columns[i + 1];
    final double xa = x[i];
    final double xb = x[i + 1];
    for (int k = 0; k < count; k++) {
      sum[k] = sum[k] + xa * a[k] + xb * b[k];
    }
  }

  private static void addOne(double[] a, double xa, double[] sum, int count) {
    for (int k = 0; k < count; k++) {
      sum[k] += xa * a[k];
    }
  }

  /** Writes the normal of row k. */
  void normal(int k, double[] normal) {
    for (int i = 0; i < n; i++) {
      normal[i] = columns[i][k];
    }
  }

  /** rhs − normal · x of any constraint, without slack. */
  double missing(int p, double[] x) {
    double s = rhs[p];
    if (p < maxRows) {
      for (int i = 0; i < n; i++) {
        s -= columns[i][p] * x[i];
      }
    } else if (p < maxRows + n) {
      s -= x[p - maxRows];
    } else {
      s += x[p - maxRows - n];
    }
    return s;
  }

  /** normal · x − rhs of row k without its slack, for the last x of {@link #mostViolated}. */
  double surplus(int k) {
    return surplus[k];
  }

  /** Whether a constraint exists in this problem. */
  boolean exists(int p) {
    return (p >= maxRows || p < count) && rhs[p] > Double.NEGATIVE_INFINITY;
  }
}
