package org.reins.filter.qp;

/**
 * The constraints of a problem in one form, normal · x + slack ≥ rhs: rows scaled to unit length,
 * so that a violation means the same in each, and bounds with normals ±e. Row k has index k, the
 * lower bound of xᵢ maxRows + i, the upper one maxRows + n + i. On arrays allocated once.
 */
final class ScaledConstraints {
  /** Squares of lengths between these bounds lose nothing to underflow or overflow. */
  private static final double SMALL_SQUARE = 1e-200;

  private static final double LARGE_SQUARE = 1e200;

  /** What a bound's violation counts beside a row's: bounds are let go of again more often. */
  private static final double BOUND_SHARE = 0.5;

  private static final double FEASIBILITY = DualActiveSetSolver.FEASIBILITY;

  final int n;
  final int maxRows;

  /** Rows of unit length, four by four: element i of row k stands at (k / 4) 4n + 4i + k % 4. */
  final double[] rows;

  /** What each constraint must reach. */
  final double[] rhs;

  /** γ of each row in units of the scaled row. */
  final double[] softness;

  /** What each row was multiplied with. */
  final double[] scale;

  /** Number of rows. */
  int count;

  /** Number of soft rows. */
  int soft;

  /** After INFEASIBLE: the constraints that contradict each other on their own. */
  final int[] conflict = new int[2];

  /** How many those are. */
  int conflicts;

  private final double[] surplus;

  ScaledConstraints(int n, int maxRows) {
    this.n = n;
    this.maxRows = maxRows;
    rows = new double[(maxRows + 3) / 4 * 4 * n];
    rhs = new double[maxRows + 2 * n + 3];
    softness = new double[maxRows];
    scale = new double[maxRows];
    surplus = new double[maxRows + 3];
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
      // NaN fails both comparisons that a sound pair of bounds passes.
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
    double[] to = rows;
    soft = 0;
    for (int k = 0; k < count; k++) {
      int at = k * n;
      double square = 0;
      for (int i = 0; i < n; i++) {
        square += c[at + i] * c[at + i];
      }
      double d = p.rightHandSide[k];
      double give = p.softness[k];
      if (!(d < Double.POSITIVE_INFINITY) || !(give >= 0 && give < Double.POSITIVE_INFINITY)) {
        return QpStatus.NOT_FINITE;
      }
      double factor;
      if (square > SMALL_SQUARE && square < LARGE_SQUARE) {
        factor = 1 / Math.sqrt(square);
      } else {
        factor = 1 / carefulLength(c, at);
        if (!(factor > 0)) {
          return QpStatus.NOT_FINITE;
        }
        if (factor == Double.POSITIVE_INFINITY) {
          // The row is zero: it asks for nothing, or for what cannot be.
          if (d > FEASIBILITY && give == 0) {
            conflict[0] = k;
            conflicts = 1;
            return QpStatus.INFEASIBLE;
          }
          factor = 0;
          d = Double.NEGATIVE_INFINITY;
        }
      }
      for (int i = 0, into = place(k); i < n; i++, into += 4) {
        to[into] = c[at + i] * factor;
      }
      scale[k] = factor;
      rhs[k] = d == Double.NEGATIVE_INFINITY ? d : d * factor;
      if (rhs[k] == Double.POSITIVE_INFINITY) {
        return QpStatus.NOT_FINITE;
      }
      softness[k] = give * factor * factor;
      if (give > 0) {
        soft++;
      }
    }
    return QpStatus.SOLVED;
  }

  /** Length of a row whose square underflows or overflows; NaN when a number is not finite. */
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

  /**
   * The most violated constraint, or −1; rows four at a time, so that their sums do not wait for
   * each other. Bounds count half: they are let go of again more often than rows.
   */
  int mostViolated(double[] x, int[] slackOf, boolean[] isActive) {
    int worst = -1;
    double most = -FEASIBILITY;
    final double[] left = surplus;
    final int size = n;
    final int rowCount = count;
    final double[] c = rows;
    final double[] d = rhs;
    final double[] at = x;
    for (int k = 0, e = 0; k < rowCount; k += 4) {
      double s0 = -d[k];
      double s1 = -d[k + 1];
      double s2 = -d[k + 2];
      double s3 = -d[k + 3];
      for (int i = 0; i < size; i++, e += 4) {
        double v = at[i];
        s0 += c[e] * v;
        s1 += c[e + 1] * v;
        s2 += c[e + 2] * v;
        s3 += c[e + 3] * v;
      }
      left[k] = s0;
      left[k + 1] = s1;
      left[k + 2] = s2;
      left[k + 3] = s3;
    }
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

  /** normal · x − rhs of row k without its slack; writes the normal. */
  double value(int k, double[] x, double[] normal) {
    double value = -rhs[k];
    for (int i = 0, at = place(k); i < n; i++, at += 4) {
      double c = rows[at];
      normal[i] = c;
      value += c * x[i];
    }
    return value;
  }

  /** rhs − normal · x of any constraint, without slack. */
  double missing(int p, double[] x) {
    double s = rhs[p];
    if (p < maxRows) {
      for (int i = 0, at = place(p); i < n; i++, at += 4) {
        s -= rows[at] * x[i];
      }
    } else if (p < maxRows + n) {
      s -= x[p - maxRows];
    } else {
      s += x[p - maxRows - n];
    }
    return s;
  }

  /** Whether a constraint exists in this problem. */
  boolean exists(int p) {
    return (p >= maxRows || p < count) && rhs[p] > Double.NEGATIVE_INFINITY;
  }

  /** Where element 0 of row k stands. */
  int place(int k) {
    return (k >> 2) * 4 * n + (k & 3);
  }
}
