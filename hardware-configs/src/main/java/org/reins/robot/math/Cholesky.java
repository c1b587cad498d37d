package org.reins.robot.math;

/**
 * Cholesky factor of a small symmetric positive definite matrix, A = L Lᵀ, on arrays allocated
 * once.
 *
 * <p>Matrices are n×n, row-major. Not thread-safe.
 */
public final class Cholesky {
  private final int n;
  private final double[] l;
  private final double[] inverseDiagonal;

  /** Makes work space for n×n matrices. */
  public Cholesky(int n) {
    this.n = n;
    this.l = new double[n * n];
    this.inverseDiagonal = new double[n];
  }

  /**
   * Factors a matrix; only its lower triangle is read.
   *
   * @param a n×n, not modified
   * @return false if a is not positive definite or not finite; the factor is then invalid
   */
  public boolean factor(double[] a) {
    for (int i = 0; i < n; i++) {
      int ri = i * n;
      for (int j = 0; j <= i; j++) {
        int rj = j * n;
        double s = a[ri + j];
        for (int k = 0; k < j; k++) {
          s -= l[ri + k] * l[rj + k];
        }
        if (i == j) {
          if (!(s > 0) || s == Double.POSITIVE_INFINITY) {
            return false;
          }
          double d = Math.sqrt(s);
          l[ri + i] = d;
          inverseDiagonal[i] = 1 / d;
        } else {
          l[ri + j] = s * inverseDiagonal[j];
        }
      }
    }
    return true;
  }

  /**
   * Solves A x = b.
   *
   * @param b right-hand side, length n, not modified unless it is x
   * @param x solution, length n, overwritten; may be b
   */
  public void solve(double[] b, double[] x) {
    solveLower(b, x);
    for (int i = n - 1; i >= 0; i--) {
      double s = x[i];
      for (int k = i + 1; k < n; k++) {
        s -= l[k * n + i] * x[k];
      }
      x[i] = s * inverseDiagonal[i];
    }
  }

  /**
   * Solves L x = b, so that xᵀx = bᵀA⁻¹b.
   *
   * @param b right-hand side, length n, not modified unless it is x
   * @param x solution, length n, overwritten; may be b
   */
  public void solveLower(double[] b, double[] x) {
    for (int i = 0; i < n; i++) {
      double s = b[i];
      for (int k = 0; k < i; k++) {
        s -= l[i * n + k] * x[k];
      }
      x[i] = s * inverseDiagonal[i];
    }
  }

  /**
   * The factor L, n×n row-major, lower triangle; owned by this object and overwritten by {@link
   * #factor}.
   */
  public double[] lower() {
    return l;
  }

  /** Size n. */
  public int size() {
    return n;
  }
}
