package org.reins.filter;

/**
 * Collects constraint rows over accelerations, a · q̈ ≥ b, as rows over torque: with q̈ = M⁻¹ (u −
 * bias), (M⁻¹ a) · u ≥ b + (M⁻¹ a) · bias. The QP's last variable is the slack of soft rows.
 */
final class Rows {
  private final int n;
  private final QpProblem problem;
  private final double[] massInverse;
  private final double[] bias;
  private final boolean[] soft;

  Rows(QpProblem problem, int n, double[] massInverse, double[] bias) {
    this.problem = problem;
    this.n = n;
    this.massInverse = massInverse;
    this.bias = bias;
    soft = new boolean[problem.maxRows];
  }

  void clear() {
    problem.rows = 0;
  }

  /** q̈ᵢ ≥ bound. */
  void jointAtLeast(int joint, double bound) {
    int at = start(false);
    double d = bound;
    for (int i = 0; i < n; i++) {
      double c = massInverse[joint * n + i];
      problem.matrix[at + i] = c;
      d += c * bias[i];
    }
    end(d);
  }

  /** −q̈ᵢ ≥ −bound. */
  void jointAtMost(int joint, double bound) {
    int at = start(false);
    double d = -bound;
    for (int i = 0; i < n; i++) {
      double c = -massInverse[joint * n + i];
      problem.matrix[at + i] = c;
      d += c * bias[i];
    }
    end(d);
  }

  /** a · q̈ ≥ bound, with slack when soft. */
  void atLeast(double[] a, double bound, boolean isSoft) {
    int at = start(isSoft);
    double d = bound;
    for (int i = 0; i < n; i++) {
      double c = 0;
      for (int j = 0; j < n; j++) {
        c += massInverse[i * n + j] * a[j];
      }
      problem.matrix[at + i] = c;
      d += c * bias[i];
    }
    end(d);
  }

  boolean isSoft(int row) {
    return soft[row];
  }

  private int start(boolean isSoft) {
    int row = problem.rows;
    soft[row] = isSoft;
    int at = row * (n + 1);
    problem.matrix[at + n] = isSoft ? 1 : 0;
    return at;
  }

  private void end(double d) {
    problem.rightHandSide[problem.rows++] = d;
  }
}
