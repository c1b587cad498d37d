package org.reins.filter.qp;

import java.util.Arrays;

/**
 * H + ε E = L Lᵀ and J₀ = L⁻ᵀ, so that J₀ J₀ᵀ is the inverse; a diagonal H is detected. On arrays
 * allocated once.
 */
final class FactoredHessian {
  private final int n;
  private final double[] factor;
  // Column by column, if H is not diagonal.
  private final double[] j0;
  // The diagonal of J₀ if H is diagonal.
  private final double[] roots;
  private boolean diagonal;

  FactoredHessian(int n) {
    this.n = n;
    factor = new double[n * n];
    j0 = new double[n * n];
    roots = new double[n];
  }

  /** Whether H is diagonal; then J₀ is diagonal as well. */
  boolean isDiagonal() {
    return diagonal;
  }

  /** Element i of the diagonal of J₀, for a diagonal H. */
  double root(int i) {
    return roots[i];
  }

  /** Writes J₀ row by row, rows a stride apart; not for a diagonal H. */
  void copyTo(double[] j, int stride) {
    for (int c = 0; c < n; c++) {
      for (int i = 0; i < n; i++) {
        j[i * stride + c] = j0[c * n + i];
      }
    }
  }

  /** Factors; only the lower triangle of H is read. */
  QpStatus factor(QpProblem p, double epsilon) {
    double[] h = p.hessian;
    double offDiagonal = 0;
    for (int i = 1; i < n; i++) {
      for (int k = 0; k < i; k++) {
        offDiagonal += Math.abs(h[i * n + k]);
      }
    }
    if (!Double.isFinite(offDiagonal)) {
      return QpStatus.NOT_FINITE;
    }
    diagonal = offDiagonal == 0;
    if (diagonal) {
      for (int i = 0; i < n; i++) {
        double s = h[i * n + i] + epsilon;
        if (!Double.isFinite(s)) {
          return QpStatus.NOT_FINITE;
        }
        if (!(s > Double.MIN_NORMAL)) {
          return QpStatus.NOT_CONVEX;
        }
        roots[i] = 1 / Math.sqrt(s);
      }
      return QpStatus.SOLVED;
    }
    for (int i = 0; i < n; i++) {
      for (int k = 0; k <= i; k++) {
        double s = h[i * n + k];
        if (i == k) {
          s += epsilon;
        }
        for (int l = 0; l < k; l++) {
          s -= factor[i * n + l] * factor[k * n + l];
        }
        if (i == k) {
          if (!Double.isFinite(h[i * n + i])) {
            return QpStatus.NOT_FINITE;
          }
          if (!(s > 1e-13 * Math.abs(h[i * n + i]))) {
            return QpStatus.NOT_CONVEX;
          }
          factor[i * n + i] = Math.sqrt(s);
        } else {
          factor[i * n + k] = s / factor[k * n + k];
        }
      }
    }
    // Column c of J₀ solves Lᵀ y = e_c.
    for (int c = 0; c < n; c++) {
      int at = c * n;
      for (int i = n - 1; i > c; i--) {
        j0[at + i] = 0;
      }
      for (int i = c; i >= 0; i--) {
        double s = i == c ? 1 : 0;
        for (int l = i + 1; l <= c; l++) {
          s -= factor[l * n + i] * j0[at + l];
        }
        j0[at + i] = s / factor[i * n + i];
      }
    }
    return QpStatus.SOLVED;
  }

  /** x₀ = −J₀ J₀ᵀ f, the minimum of the cost. */
  void minimise(double[] linear, double[] free) {
    if (diagonal) {
      for (int i = 0; i < n; i++) {
        double d = roots[i];
        free[i] = -linear[i] * d * d;
      }
      return;
    }
    Arrays.fill(free, 0);
    for (int c = 0; c < n; c++) {
      double s = 0;
      for (int i = 0; i <= c; i++) {
        s += j0[c * n + i] * linear[i];
      }
      for (int i = 0; i <= c; i++) {
        free[i] -= s * j0[c * n + i];
      }
    }
  }

  /** image = J₀ᵀ v, into an array starting at an index. */
  void image(double[] v, double[] image, int to) {
    if (diagonal) {
      for (int i = 0; i < n; i++) {
        image[to + i] = v[i] * roots[i];
      }
      return;
    }
    for (int c = 0; c < n; c++) {
      double s = 0;
      for (int i = 0; i <= c; i++) {
        s += j0[c * n + i] * v[i];
      }
      image[to + c] = s;
    }
  }

  /** image = J₀ᵀ (sign · eᵢ). */
  void imageOfUnit(int i, double sign, double[] image, int to) {
    for (int c = 0; c < n; c++) {
      image[to + c] = diagonal || c < i ? 0 : sign * j0[c * n + i];
    }
    if (diagonal) {
      image[to + i] = sign * roots[i];
    }
  }

  /** x = from + J₀ image. */
  void shift(double[] from, double[] image, double[] x) {
    if (diagonal) {
      for (int i = 0; i < n; i++) {
        x[i] = from[i] + image[i] * roots[i];
      }
      return;
    }
    System.arraycopy(from, 0, x, 0, n);
    for (int c = 0; c < n; c++) {
      double s = image[c];
      for (int i = 0; i <= c; i++) {
        x[i] += s * j0[c * n + i];
      }
    }
  }

  /** Largest |Hᵢᵢ|, or 1 when all are 0. */
  static double largestDiagonal(QpProblem p) {
    double largest = 0;
    for (int i = 0; i < p.n; i++) {
      largest = Math.max(largest, Math.abs(p.hessian[i * p.n + i]));
    }
    return largest == 0 ? 1 : largest;
  }
}
