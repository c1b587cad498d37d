package org.reins.filter.qp;

import java.util.Arrays;

/**
 * Decides whether the point of a {@link Tableau} is the answer, whatever rounding has accumulated
 * in its columns: by the optimality conditions of the problem as loaded, not of the tableau.
 *
 * <p>In x̃, with A the normals of the active constraints and y their multipliers, the conditions
 * are stationarity x̃ − x̃₀ = A y, y ≥ 0, the active constraints as equations and all others as
 * inequalities. If necessary they are checked again after one Newton step on the equations.
 *
 * <p>It owns two arrays, the rows at the point and that step; the others belong to {@link
 * TableauData}. Nothing allocates.
 */
final class TableauCertificate {
  /** Largest residual of an answer, relative to the numbers that enter it. */
  private static final double RESIDUAL = 1e-12;

  private final int n;
  private final TableauData data;
  private final TableauKernel kernel;
  private final TableauBasis basis;
  // Value of each row of the tableau at the point, recomputed.
  private final double[] check;
  // The Newton step Δx̃: of each variable, then of each slack.
  private final double[] shift;

  /** Allocates. */
  TableauCertificate(TableauData data, TableauKernel kernel, TableauBasis basis) {
    n = basis.n;
    this.data = data;
    this.kernel = kernel;
    this.basis = basis;
    check = new double[data.stride];
    shift = new double[n + TableauBasis.SLACKS];
  }

  /**
   * Whether the point and the multipliers are the answer, if necessary after refining both. Leaves
   * the answer in {@link TableauData#point} and {@link TableauData#dual}.
   *
   * @param problem that was loaded; not modified
   */
  boolean isCertain(QpProblem problem) {
    System.arraycopy(data.value, 0, data.point, 0, n);
    if (!isOptimal(problem)) {
      refine();
      if (!isOptimal(problem)) {
        return false;
      }
    }
    return isFeasible(problem.rows);
  }

  /**
   * Whether stationarity and the active constraints are met except for rounding. Leaves the
   * residual in gradient, and the values of the rows in check; NaN fails.
   */
  private boolean isOptimal(QpProblem problem) {
    final int columns = basis.columns;
    final int base = basis.base;
    final int height = basis.height;
    final int[] rowOf = basis.rowOf;
    final double[] signOf = basis.signOf;
    Arrays.fill(data.force, 0, height, 0);
    double least = 0;
    for (int j = 0; j < columns; j++) {
      if (data.open[j] == 0) {
        int row = rowOf[j];
        double dual = data.dual[j];
        least = Math.min(least, dual);
        data.force[row] = signOf[j] * dual;
        if (row < n) {
          data.point[row] = basis.goal(row, signOf[j]);
        }
      }
    }
    kernel.evaluate(n, height, check);
    kernel.gradient(n, height);
    double missing = 0;
    double size = 1;
    for (int i = 0; i < n; i++) {
      double inverse = data.inverseRoots[i];
      double pull = Math.abs(data.point[i] - data.free[i]) * inverse + Math.abs(data.linear[i]);
      missing += Math.abs(data.gradient[i]) * inverse;
      if (pull > size) {
        size = pull;
      }
    }
    boolean isOptimal = missing <= RESIDUAL * size && size < Double.POSITIVE_INFINITY;
    for (int j = 0; j < columns; j++) {
      if (data.open[j] == 0 && rowOf[j] >= base) {
        int row = rowOf[j];
        check[row] += problem.softness[row - base] * data.force[row];
        if (!(Math.abs(check[row]) * TableauLoader.FEASIBILITY <= RESIDUAL * data.slop[row])) {
          isOptimal = false;
        }
      }
    }
    return isOptimal && least >= -RESIDUAL * size;
  }

  /** Whether the rows just evaluated are all met; NaN is not met. */
  private boolean isFeasible(int rows) {
    for (int i = 0; i < n; i++) {
      double x = data.point[i];
      if (!(x >= data.lower[i] && x <= data.upper[i] && Double.isFinite(x * data.roots[i]))) {
        return false;
      }
    }
    final int end = basis.base + rows;
    for (int k = basis.base; k < end; k++) {
      // A row of infinite length, or with an infinite right-hand side, is not supported here.
      if (!(check[k] >= data.lower[k]
          && check[k] > Double.NEGATIVE_INFINITY
          && data.weight[k] > 0)) {
        return false;
      }
    }
    return true;
  }

  /**
   * One Newton step on the optimality conditions. With g and m the residuals of stationarity and of
   * the active constraints, B and Z the held and the open columns: Δx̃ = −B m − Z Zᵀ g and Δy = Bᵀ
   * (g + Δx̃), because Aᵀ B is the identity, Aᵀ Z is zero, and A Bᵀ + Z Zᵀ is the identity.
   */
  private void refine() {
    final double[] t = data.t;
    final double[] g = data.gradient;
    final int columns = basis.columns;
    Arrays.fill(g, n, columns, 0);
    Arrays.fill(shift, 0, columns, 0);
    for (int j = 0; j < columns; j++) {
      int at = j * data.stride;
      double along = 0;
      if (data.open[j] != 0) {
        for (int i = 0; i < columns; i++) {
          along += t[at + i] * g[i];
        }
      } else if (basis.rowOf[j] >= basis.base) {
        along = check[basis.rowOf[j]];
      }
      for (int i = 0; i < columns; i++) {
        shift[i] -= along * t[at + i];
      }
    }
    for (int j = 0; j < columns; j++) {
      if (data.open[j] == 0) {
        int at = j * data.stride;
        double change = 0;
        for (int i = 0; i < columns; i++) {
          change += t[at + i] * (g[i] + shift[i]);
        }
        data.dual[j] += change;
      }
    }
    for (int i = 0; i < n; i++) {
      data.point[i] += shift[i];
    }
  }
}
