package org.reins.filter.qp;

import java.util.Arrays;

/**
 * Tries whether the active set of the solve before is still the right one, for a diagonal H and
 * straight from the problem, which is cheaper than to set up any method. Active bounds take their
 * variables out. With N the q normals of the active rows, b what they must reach, x₀ the free
 * minimum with the variables of active bounds at them, D the diagonal of √H⁻¹ without those, and Γ
 * the diagonal of the rows' softness:
 *
 * <pre>
 *   M = D N,   (Mᵀ M + Γ) y = b − Nᵀ x₀,   x = x₀ + D M y
 * </pre>
 *
 * <p>by elimination without square roots, L D Lᵀ. If no multiplier is negative and x violates
 * nothing, x is the minimum. Squaring M costs accuracy, so an answer counts only when it meets the
 * active rows to {@link #RESIDUAL}; the other conditions hold by the way it is put together. A
 * number that is not finite fails one of the comparisons. On arrays allocated once.
 */
final class StandingSet {
  /** Largest miss of an active row, as a share of its length and its right-hand side. */
  private static final double RESIDUAL = 1e-12;

  /** A square of what is new in a normal below this share of its length counts as dependent. */
  private static final double DEPENDENCE = 1e-9;

  /** Of a set that lost more than one in so many of its members, the rest is not worth keeping. */
  private static final int MOST_LOST = 4;

  private static final double FEASIBILITY = DualActiveSetSolver.FEASIBILITY;

  private final int n;
  private final int maxRows;
  private final double[] roots;
  private final double[] x;
  private final double[] force;
  private final double[] value;
  // 1 for the lower bound of a variable, −1 for the upper one, 0 when neither is active.
  private final int[] boundOf;
  private final int[] rows;
  private final boolean[] isActive;
  // Columns of M one behind the other, up to three columns of zeros after them.
  private final double[] images;
  // Upper triangle of MᵀM + Γ row by row, each stride long, with the right-hand side as column q.
  private final double[] gram;
  private final double[] inversePivot;
  private final double[] leastPivot;
  private final double[] multiplier;
  private final int stride;
  // The variables that no bound of the set holds, and the diagonal of √H⁻¹ for those.
  private final int[] variables;
  private int q;
  private int open;
  private boolean isComplete;

  StandingSet(int n, int maxRows) {
    this.n = n;
    this.maxRows = maxRows;
    roots = new double[n];
    x = new double[n];
    force = new double[n];
    value = new double[maxRows];
    boundOf = new int[n];
    variables = new int[n];
    rows = new int[n];
    isActive = new boolean[maxRows];
    // Room for the right-hand side, and a multiple of the tiles' width.
    stride = (n + 4) / 4 * 4;
    images = new double[stride * n];
    gram = new double[(n + 1) * stride];
    inversePivot = new double[n];
    leastPivot = new double[n];
    multiplier = new double[n];
  }

  /**
   * Tries.
   *
   * @param problem with a diagonal H and softnesses that are numbers; not modified
   * @param previous the constraints of the set, first count numbers, as in {@link
   *     QpSolver#conflict}
   * @param solution gets x when the set holds
   * @param multipliers all zero; gets those of the set when it holds
   */
  boolean holds(
      QpProblem problem, int[] previous, int count, double[] solution, double[] multipliers) {
    isComplete = false;
    if (count > n || !take(problem, previous, count)) {
      return false;
    }
    for (int k = 0; k < q; k++) {
      multiplier[k] = project(problem, rows[k], k * open);
    }
    square(q);
    for (int k = 0; k < q; k++) {
      int diagonal = k * stride + k;
      gram[diagonal] += problem.softness[rows[k]];
      leastPivot[k] = DEPENDENCE * gram[diagonal];
      gram[k * stride + q] = multiplier[k];
    }
    if (!eliminate(q)) {
      return false;
    }
    isComplete = true;
    finish(problem);
    if (!isMinimum(problem) || !isFeasible(problem)) {
      return false;
    }
    publish(solution, multipliers);
    return true;
  }

  /**
   * After a set that does not hold: keeps those constraints whose multipliers are not negative, or
   * none when so many are that the problem must be another one.
   *
   * @param previous as given to {@link #holds}; those kept are moved to the front
   * @return how many are kept
   */
  int keep(int[] previous, int count) {
    if (!isComplete) {
      return count;
    }
    int kept = 0;
    int row = 0;
    for (int k = 0; k < count; k++) {
      int p = previous[k];
      double y = p < maxRows ? multiplier[row++] : boundMultiplier((p - maxRows) % n);
      if (y >= 0) {
        previous[kept++] = p;
      }
    }
    return MOST_LOST * (count - kept) > count ? 0 : kept;
  }

  private double boundMultiplier(int i) {
    return boundOf[i] * force[i];
  }

  /** Takes the set apart, and x₀; false when one of its constraints is gone or said twice. */
  private boolean take(QpProblem problem, int[] previous, int count) {
    Arrays.fill(boundOf, 0);
    Arrays.fill(isActive, 0, problem.rows, false);
    q = 0;
    for (int k = 0; k < count; k++) {
      int p = previous[k];
      if (p < maxRows) {
        if (p >= problem.rows) {
          return false;
        }
        rows[q++] = p;
        isActive[p] = true;
      } else {
        int i = (p - maxRows) % n;
        if (boundOf[i] != 0) {
          return false;
        }
        boundOf[i] = p < maxRows + n ? 1 : -1;
      }
    }
    open = 0;
    for (int i = 0; i < n; i++) {
      if (boundOf[i] == 0) {
        double root = 1 / Math.sqrt(problem.hessian[i * n + i]);
        x[i] = -problem.linear[i] * root * root;
        roots[open] = root;
        variables[open++] = i;
      } else {
        x[i] = boundOf[i] > 0 ? problem.lower[i] : problem.upper[i];
      }
    }
    return true;
  }

  /** Image of the normal of a row, the variables of no bound alone; returns b − normal · x₀. */
  private double project(QpProblem problem, int row, int to) {
    final double[] c = problem.matrix;
    final double[] image = images;
    final int at = row * n;
    for (int k = 0; k < open; k++) {
      image[to + k] = c[at + variables[k]] * roots[k];
    }
    double missing = problem.rightHandSide[row];
    for (int i = 0; i < n; i++) {
      missing -= c[at + i] * x[i];
    }
    return missing;
  }

  /** The upper triangle of Mᵀ M, in tiles of two by four; what they write besides is not read. */
  private void square(int q) {
    final int size = open;
    final double[] g = gram;
    final double[] m = images;
    Arrays.fill(m, q * size, (q + 3) / 4 * 4 * size, 0);
    for (int k = 0; k < q; k += 2) {
      int a = k * size;
      int b = a + size;
      for (int l = k & ~3; l < q; l += 4) {
        int m0 = l * size;
        int m1 = m0 + size;
        int m2 = m1 + size;
        int m3 = m2 + size;
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double t0 = 0;
        double t1 = 0;
        double t2 = 0;
        double t3 = 0;
        for (int i = 0; i < size; i++) {
          double v = m[a + i];
          double w = m[b + i];
          double y0 = m[m0 + i];
          double y1 = m[m1 + i];
          double y2 = m[m2 + i];
          double y3 = m[m3 + i];
          s0 += v * y0;
          s1 += v * y1;
          s2 += v * y2;
          s3 += v * y3;
          t0 += w * y0;
          t1 += w * y1;
          t2 += w * y2;
          t3 += w * y3;
        }
        int at = k * stride + l;
        g[at] = s0;
        g[at + 1] = s1;
        g[at + 2] = s2;
        g[at + 3] = s3;
        at += stride;
        g[at] = t0;
        g[at + 1] = t1;
        g[at + 2] = t2;
        g[at + 3] = t3;
      }
    }
  }

  /**
   * Solves for the multipliers, two columns at a time.
   *
   * @return false when the normals depend on each other
   */
  private boolean eliminate(int q) {
    final double[] g = gram;
    int j = 0;
    for (; j + 1 < q; j += 2) {
      int a = j * stride;
      int b = a + stride;
      if (!isPivot(j)) {
        return false;
      }
      double share = g[a + j + 1] * inversePivot[j];
      for (int k = j + 1; k <= q; k++) {
        g[b + k] -= share * g[a + k];
      }
      if (!isPivot(j + 1)) {
        return false;
      }
      for (int l = j + 2, at = b + stride; l < q; l++, at += stride) {
        double s = g[a + l] * inversePivot[j];
        double t = g[b + l] * inversePivot[j + 1];
        for (int k = l; k <= q; k++) {
          g[at + k] = g[at + k] - s * g[a + k] - t * g[b + k];
        }
      }
    }
    if (j < q && !isPivot(j)) {
      return false;
    }
    for (int k = q - 1; k >= 0; k--) {
      int at = k * stride;
      double s = g[at + q];
      for (int l = k + 1; l < q; l++) {
        s -= g[at + l] * multiplier[l];
      }
      multiplier[k] = s * inversePivot[k];
    }
    return true;
  }

  /** Takes the next diagonal element as pivot; NaN is none. */
  private boolean isPivot(int k) {
    double pivot = gram[k * stride + k];
    inversePivot[k] = 1 / pivot;
    return pivot > leastPivot[k];
  }

  /** x, and what is left to the bounds: force = H x + f − N y. */
  private void finish(QpProblem problem) {
    pull(problem.matrix, force);
    for (int k = 0; k < open; k++) {
      int i = variables[k];
      x[i] += force[i] * roots[k] * roots[k];
    }
    for (int i = 0; i < n; i++) {
      force[i] = problem.hessian[i * n + i] * x[i] + problem.linear[i] - force[i];
    }
  }

  /** N y, four variables side by side. */
  private void pull(double[] c, double[] sum) {
    int i = 0;
    for (; i + 3 < n; i += 4) {
      double s0 = 0;
      double s1 = 0;
      double s2 = 0;
      double s3 = 0;
      for (int k = 0; k < q; k++) {
        double y = multiplier[k];
        int at = rows[k] * n + i;
        s0 += y * c[at];
        s1 += y * c[at + 1];
        s2 += y * c[at + 2];
        s3 += y * c[at + 3];
      }
      sum[i] = s0;
      sum[i + 1] = s1;
      sum[i + 2] = s2;
      sum[i + 3] = s3;
    }
    for (; i < n; i++) {
      double s = 0;
      for (int k = 0; k < q; k++) {
        s += multiplier[k] * c[rows[k] * n + i];
      }
      sum[i] = s;
    }
  }

  /** Whether no multiplier is negative. */
  private boolean isMinimum(QpProblem problem) {
    for (int k = 0; k < q; k++) {
      if (!(multiplier[k] >= 0)) {
        return false;
      }
    }
    for (int i = 0; i < n; i++) {
      double tilt = boundMultiplier(i);
      double h = problem.hessian[i * n + i];
      if (!(tilt >= 0 && tilt < Double.POSITIVE_INFINITY && h > 0 && Double.isFinite(x[i]))) {
        return false;
      }
    }
    return true;
  }

  /** Whether x violates nothing, and meets the active rows. */
  private boolean isFeasible(QpProblem problem) {
    for (int i = 0; i < n; i++) {
      double slop = FEASIBILITY * (1 + Math.abs(x[i]));
      if (!(x[i] >= problem.lower[i] - slop && x[i] <= problem.upper[i] + slop)) {
        return false;
      }
    }
    evaluate(problem.matrix, x, value, n, problem.rows);
    for (int k = 0; k < problem.rows; k++) {
      double d = problem.rightHandSide[k];
      double v = value[k];
      if (!isActive[k] && !(v >= d && v < Double.POSITIVE_INFINITY) && !isNearly(problem, k)) {
        return false;
      }
    }
    for (int k = 0; k < q; k++) {
      int row = rows[k];
      double d = problem.rightHandSide[row];
      double miss = value[row] + problem.softness[row] * multiplier[k] - d;
      // The first comparison spares most lengths.
      if (!(Math.abs(miss) <= RESIDUAL * Math.abs(d))
          && !(Math.abs(miss) <= RESIDUAL * (length(problem, row) + Math.abs(d)))) {
        return false;
      }
    }
    return true;
  }

  /** Whether a row is violated by no more than rounding. */
  private boolean isNearly(QpProblem problem, int row) {
    double d = problem.rightHandSide[row];
    return Double.isFinite(value[row])
        && d < Double.POSITIVE_INFINITY
        && value[row] - d >= -FEASIBILITY * (length(problem, row) + Math.abs(d));
  }

  /** Length of a row. */
  private double length(QpProblem problem, int row) {
    double square = 0;
    for (int i = 0, at = row * n; i < n; i++) {
      square += problem.matrix[at + i] * problem.matrix[at + i];
    }
    return Math.sqrt(square);
  }

  /** C x, four rows side by side. */
  private static void evaluate(double[] c, double[] x, double[] value, int n, int rows) {
    int k = 0;
    for (; k + 3 < rows; k += 4) {
      int a0 = k * n;
      int a1 = a0 + n;
      int a2 = a1 + n;
      int a3 = a2 + n;
      double s0 = 0;
      double s1 = 0;
      double s2 = 0;
      double s3 = 0;
      for (int i = 0; i < n; i++) {
        double v = x[i];
        s0 += c[a0 + i] * v;
        s1 += c[a1 + i] * v;
        s2 += c[a2 + i] * v;
        s3 += c[a3 + i] * v;
      }
      value[k] = s0;
      value[k + 1] = s1;
      value[k + 2] = s2;
      value[k + 3] = s3;
    }
    for (; k < rows; k++) {
      double s = 0;
      for (int i = 0, at = k * n; i < n; i++) {
        s += c[at + i] * x[i];
      }
      value[k] = s;
    }
  }

  private void publish(double[] solution, double[] multipliers) {
    System.arraycopy(x, 0, solution, 0, n);
    for (int k = 0; k < q; k++) {
      multipliers[rows[k]] = multiplier[k];
    }
    for (int i = 0; i < n; i++) {
      if (boundOf[i] != 0) {
        multipliers[boundOf[i] > 0 ? maxRows + i : maxRows + n + i] = boundMultiplier(i);
      }
    }
  }
}
