package org.reins.filter.qp;

import java.util.Arrays;

/**
 * Loads a problem into a {@link Tableau}: changes to the variables x̃ = √H x, writes the rows of
 * the problem in them, and starts with the bounds of a warm start active.
 *
 * <p>In x̃ a row c of the problem is c √H⁻¹, and a bound l is √H l. Bounds of a warm start need no
 * arithmetic: the tableau starts with unit vectors, one per variable, and an active bound holds its
 * variable's vector.
 *
 * <p>It writes to the arrays of {@link TableauData} and owns none. Nothing allocates.
 */
final class TableauLoader {
  /** Violation that is ignored, as a share of a row's length and of its right-hand side. */
  static final double FEASIBILITY = DualActiveSetSolver.FEASIBILITY;

  /** Weight of a bound's violation relative to a row's: bounds are dropped again more often. */
  private static final double BOUND_SHARE = 0.5;

  /** A missing bound of a variable: no number is near it. */
  private static final double FAR = 1e300;

  private final int n;
  private final int maxRows;
  private final TableauData data;
  private final TableauKernel kernel;
  private final TableauBasis basis;

  /**
   * Creates a loader.
   *
   * @param maxRows largest number of rows of a problem
   */
  TableauLoader(int maxRows, TableauData data, TableauKernel kernel, TableauBasis basis) {
    n = basis.n;
    this.maxRows = maxRows;
    this.data = data;
    this.kernel = kernel;
    this.basis = basis;
  }

  /**
   * Sets the tableau up, with the bounds of a warm start active.
   *
   * @param problem with a diagonal H; not modified
   * @param isSoft whether any of its rows is soft
   * @param previous constraints to start with, numbered as in {@link QpSolver#conflict}; the rows
   *     among them are left to {@link Tableau}; not modified
   * @param count number of those to start with
   */
  void load(QpProblem problem, boolean isSoft, int[] previous, int count) {
    int rows = problem.rows;
    int first = isSoft ? n + TableauBasis.SLACKS : n;
    if (first != basis.base || rows != basis.rows) {
      layOut(first, rows);
    }
    basis.clear();
    Arrays.fill(data.image, n, data.image.length, 0);
    Arrays.fill(data.share, n, data.share.length, 0);
    if (isSoft) {
      basis.clearSlacks();
    }
    double shortest = scale(problem);
    for (int k = 0; k < count; k++) {
      if (previous[k] >= maxRows) {
        startAtBound(previous[k]);
      }
    }
    transpose(problem);
    for (int k = 0; k < rows; k++) {
      data.start[first + k] = -problem.rightHandSide[k];
    }
    kernel.load(n, basis.height, FEASIBILITY * shortest, FEASIBILITY);
    for (int k = first; k < first + rows; k++) {
      data.lower[k] = -data.slop[k];
    }
    for (int i = 0; i < n; i++) {
      data.weight[i] = BOUND_SHARE;
    }
    for (int k = n; k < first; k++) {
      data.weight[k] = 1;
    }
  }

  /**
   * Sets what stays the same between solves: unit vectors, zeros, and rows that are never violated.
   */
  private void layOut(int first, int rows) {
    basis.layOut(first, rows);
    Arrays.fill(data.original, 0);
    Arrays.fill(data.start, 0);
    Arrays.fill(data.lower, -FAR);
    Arrays.fill(data.upper, FAR);
    Arrays.fill(data.upper, first, first + rows, Double.POSITIVE_INFINITY);
    Arrays.fill(data.isCoordinate, 0);
    Arrays.fill(data.isCoordinate, 0, n, 1);
    Arrays.fill(data.open, 0);
    Arrays.fill(data.dual, Double.POSITIVE_INFINITY);
    for (int i = 0; i < n; i++) {
      data.original[i * data.stride + i] = 1;
    }
  }

  /**
   * Computes the cost and the bounds in x̃, and the point at the unconstrained minimum x̃₀.
   *
   * @return the minimum of 1 and the diagonal of √H: a change of x̃ by this changes no x by more
   *     than 1
   */
  private double scale(QpProblem problem) {
    final double[] h = problem.hessian;
    for (int i = 0, at = 0; i < n; i++, at += n + 1) {
      data.diagonal[i] = h[at];
    }
    System.arraycopy(problem.linear, 0, data.linear, 0, n);
    System.arraycopy(problem.lower, 0, data.lowest, 0, n);
    System.arraycopy(problem.upper, 0, data.highest, 0, n);
    kernel.scale(basis.width, FEASIBILITY);
    System.arraycopy(data.leastLow, 0, data.lower, 0, n);
    System.arraycopy(data.mostHigh, 0, data.upper, 0, n);
    System.arraycopy(data.free, 0, data.point, 0, n);
    double shortest = 1;
    for (int i = 0; i < n; i++) {
      data.sign[i] = 1;
      if (data.inverseRoots[i] < shortest) {
        shortest = data.inverseRoots[i];
      }
    }
    return shortest;
  }

  /** Column i is the unit vector of a variable: with its bound active, less or more than that. */
  private void startAtBound(int p) {
    boolean isLower = p < maxRows + n;
    int i = isLower ? p - maxRows : p - maxRows - n;
    double goal = isLower ? data.lowest[i] : data.highest[i];
    if (data.open[i] == 0 || !Double.isFinite(goal)) {
      return;
    }
    double sign = isLower ? 1 : -1;
    data.sign[i] = sign;
    data.point[i] = goal;
    basis.hold(i, i, sign, sign * (goal - data.free[i]));
  }

  /** The rows of the problem times the roots of H⁻¹, to columns. */
  private void transpose(QpProblem problem) {
    int i = 0;
    for (; i + 3 < n; i += 4) {
      transposeFour(i, problem);
    }
    for (; i < n; i++) {
      transposeOne(i, problem);
    }
  }

  private void transposeFour(int i, QpProblem problem) {
    final double[] c = problem.matrix;
    final double[] t = data.original;
    final int size = n;
    final int rows = problem.rows;
    int to = i * data.stride + basis.base;
    int to1 = to + data.stride;
    int to2 = to1 + data.stride;
    int to3 = to2 + data.stride;
    final double r0 = data.roots[i];
    final double r1 = data.roots[i + 1];
    final double r2 = data.roots[i + 2];
    final double r3 = data.roots[i + 3];
    for (int k = 0, at = i; k < rows; k++, at += size) {
      t[to + k] = c[at] * r0;
      t[to1 + k] = c[at + 1] * r1;
      t[to2 + k] = c[at + 2] * r2;
      t[to3 + k] = c[at + 3] * r3;
    }
  }

  private void transposeOne(int i, QpProblem problem) {
    final double[] c = problem.matrix;
    final double[] t = data.original;
    final int size = n;
    final int rows = problem.rows;
    final double root = data.roots[i];
    int to = i * data.stride + basis.base;
    for (int k = 0, at = i; k < rows; k++, at += size) {
      t[to + k] = c[at] * root;
    }
  }
}
