package org.reins.filter.qp;

import java.util.Arrays;

/**
 * A strictly convex quadratic program with bounds and soft rows:
 *
 * <pre>
 *   minimise    ½ xᵀ H x + fᵀ x + Σₖ ½ sₖ² / γₖ
 *   subject to  C x + s ≥ d,   lb ≤ x ≤ ub,   sₖ = 0 where γₖ = 0
 * </pre>
 *
 * <p>Row k is hard if its softness γₖ is 0. Otherwise it may be violated by sₖ at a cost, and sₖ =
 * γₖ yₖ with yₖ its multiplier.
 *
 * <p>Shapes: x, f, lb, ub n; H n×n symmetric; C m×n; d, γ m; all row-major and allocated once for
 * up to {@code maxRows} rows. The caller writes into the arrays and sets {@link #rows}; solvers do
 * not modify them. Bounds may be infinite.
 */
public final class QpProblem {
  /** Number of variables n. */
  public final int n;

  /** Largest number of rows. */
  public final int maxRows;

  /** H, n×n row-major, symmetric positive definite; only the lower triangle needs to be set. */
  public final double[] hessian;

  /** f, length n. */
  public final double[] linear;

  /** C, maxRows×n row-major; the first {@link #rows} rows are used. */
  public final double[] matrix;

  /** d, length maxRows. */
  public final double[] rightHandSide;

  /** γ, length maxRows: 0 for a hard row, 1/ρ for a row whose slack has the weight ρ. */
  public final double[] softness;

  /** lb, length n; −∞ for no bound. */
  public final double[] lower;

  /** ub, length n; +∞ for no bound. */
  public final double[] upper;

  /** Number of rows m in use. */
  public int rows;

  /**
   * Allocates a problem with H = E, f = 0, no rows and no bounds.
   *
   * @throws IllegalArgumentException if n &lt; 1 or maxRows &lt; 0
   */
  public QpProblem(int n, int maxRows) {
    if (n < 1 || maxRows < 0) {
      throw new IllegalArgumentException(
          "n is "
              + n
              + " and maxRows is "
              + maxRows
              + ": n must be at least 1, maxRows at least 0");
    }
    this.n = n;
    this.maxRows = maxRows;
    hessian = new double[n * n];
    linear = new double[n];
    matrix = new double[maxRows * n];
    rightHandSide = new double[maxRows];
    softness = new double[maxRows];
    lower = new double[n];
    upper = new double[n];
    for (int i = 0; i < n; i++) {
      hessian[i * n + i] = 1;
    }
    Arrays.fill(lower, Double.NEGATIVE_INFINITY);
    Arrays.fill(upper, Double.POSITIVE_INFINITY);
  }

  /** Whether H is diagonal; a number that is not finite below its diagonal is not 0. */
  boolean isDiagonal() {
    for (int i = 1; i < n; i++) {
      long bits = 0;
      for (int k = 0, at = i * n; k < i; k++) {
        // All bits except the sign.
        bits |= Double.doubleToRawLongBits(hessian[at + k]) << 1;
      }
      if (bits != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether any row is soft. */
  boolean isSoft() {
    long bits = 0;
    for (int k = 0; k < rows; k++) {
      bits |= Double.doubleToRawLongBits(softness[k]);
    }
    return bits != 0;
  }

  /** Whether every softness is a number that is not negative. */
  boolean isSoftnessSound() {
    for (int k = 0; k < rows; k++) {
      if (!(softness[k] >= 0 && softness[k] < Double.POSITIVE_INFINITY)) {
        return false;
      }
    }
    return true;
  }
}
