package org.reins.filter.qp;

import java.util.Arrays;

/**
 * {@link StandingSet} for a diagonal H, directly from the problem, which is cheaper than to set up
 * any method. Active bounds eliminate their variables. The remaining {@link NormalEquations} of the
 * active rows give
 *
 * <pre>
 *   x = x₀ + W N y
 * </pre>
 *
 * <p>with x₀ the unconstrained minimum, except that the variables of active bounds are at their
 * bounds. If no multiplier is negative and x violates nothing, x is the minimum. Normal equations
 * cost accuracy, so an answer is accepted only if it meets the active rows to {@link #RESIDUAL};
 * the other conditions hold by construction. A number that is not finite fails one of the
 * comparisons. On arrays allocated once.
 */
final class DiagonalStandingSet {
  /** Largest residual of an active row, as a share of its length and its right-hand side. */
  private static final double RESIDUAL = 1e-12;

  /** A set that lost more than one in this many of its members is discarded. */
  private static final int MOST_LOST = 4;

  private static final double FEASIBILITY = DualActiveSetSolver.FEASIBILITY;

  private final int n;
  private final int maxRows;
  private final NormalEquations equations;
  private final double[] weights;
  private final double[] x;
  private final double[] force;
  private final double[] value;
  // 1 for the lower bound of a variable, −1 for the upper one, 0 if neither is active.
  private final int[] boundOf;
  private final int[] rows;
  private final boolean[] isActive;
  private final double[] multiplier;
  private int q;
  private boolean isComplete;

  DiagonalStandingSet(int n, int maxRows, NormalEquations equations) {
    this.equations = equations;
    this.n = n;
    this.maxRows = maxRows;
    weights = new double[n];
    x = new double[n];
    force = new double[n];
    value = new double[maxRows];
    boundOf = new int[n];
    rows = new int[n];
    isActive = new boolean[maxRows];
    multiplier = new double[n];
  }

  /**
   * Tries the set.
   *
   * @param problem with a diagonal H and softnesses that are not NaN; not modified
   * @param previous the constraints of the set, first count numbers, as in {@link
   *     QpSolver#conflict}
   * @param solution gets x if the set holds
   * @param multipliers all zero; gets those of the set if it holds
   */
  boolean holds(
      QpProblem problem, int[] previous, int count, double[] solution, double[] multipliers) {
    isComplete = false;
    if (count > n || !take(problem, previous, count)) {
      return false;
    }
    if (!equations.solve(
        problem.matrix, problem.rightHandSide, problem.softness, rows, q, weights, x, multiplier)) {
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
   * After a set that does not hold: keeps the constraints whose multipliers are not negative, or
   * none if so many are negative that the problem has probably changed.
   *
   * @param previous as given to {@link #holds}; those kept are moved to the front
   * @return number of constraints kept
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

  /**
   * Unpacks the set and computes x₀; false if one of its constraints no longer exists or occurs
   * twice.
   */
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
    for (int i = 0; i < n; i++) {
      if (boundOf[i] == 0) {
        double weight = 1 / problem.hessian[i * n + i];
        weights[i] = weight;
        x[i] = -problem.linear[i] * weight;
      } else {
        weights[i] = 0;
        x[i] = boundOf[i] > 0 ? problem.lower[i] : problem.upper[i];
      }
    }
    return true;
  }

  /** Computes x, and the part left to the bounds: force = H x + f − N y. */
  private void finish(QpProblem problem) {
    equations.pull(force);
    for (int i = 0; i < n; i++) {
      x[i] += force[i] * weights[i];
    }
    for (int i = 0; i < n; i++) {
      force[i] = problem.hessian[i * n + i] * x[i] + problem.linear[i] - force[i];
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
      // The first comparison avoids computing most lengths.
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

  /** C x, four rows in parallel. */
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
      int i = 0;
      for (int end = n & ~3; i != end; i += 4) {
        double x0 = x[i];
        double x1 = x[i + 1];
        double x2 = x[i + 2];
        double x3 = x[i + 3];
        s0 += c[a0 + i] * x0 + c[a0 + i + 1] * x1 + (c[a0 + i + 2] * x2 + c[a0 + i + 3] * x3);
        s1 += c[a1 + i] * x0 + c[a1 + i + 1] * x1 + (c[a1 + i + 2] * x2 + c[a1 + i + 3] * x3);
        s2 += c[a2 + i] * x0 + c[a2 + i + 1] * x1 + (c[a2 + i + 2] * x2 + c[a2 + i + 3] * x3);
        s3 += c[a3 + i] * x0 + c[a3 + i + 1] * x1 + (c[a3 + i + 2] * x2 + c[a3 + i + 3] * x3);
      }
      for (; i < n; i++) {
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
