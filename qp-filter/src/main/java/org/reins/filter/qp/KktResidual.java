package org.reins.filter.qp;

/** The residual of an answer in the optimality conditions of its problem. */
public final class KktResidual {
  private KktResidual() {}

  /**
   * Largest residual of stationarity, feasibility, sign and complementarity, rows scaled to unit
   * length, relative to the largest number that enters it.
   *
   * @param x n, not modified
   * @param y rows, lower bounds, upper bounds: maxRows + 2n, not modified
   * @return 0 at an exact solution; allocates
   */
  public static double worst(QpProblem p, double[] x, double[] y) {
    int n = p.n;
    double worst = 0;
    double[] g = new double[n];
    double size = 1;
    for (int i = 0; i < n; i++) {
      double low = y[p.maxRows + i];
      double high = y[p.maxRows + n + i];
      g[i] = p.linear[i] - low + high;
      size = Math.max(size, Math.max(Math.abs(p.linear[i]), Math.max(low, high)));
      for (int j = 0; j < n; j++) {
        g[i] += p.hessian[Math.max(i, j) * n + Math.min(i, j)] * x[j];
      }
      double below = x[i] - p.lower[i];
      double above = p.upper[i] - x[i];
      worst = Math.max(worst, Math.max(-Math.min(below, above), -Math.min(low, high)));
      worst = Math.max(worst, Math.max(Math.min(low, below), Math.min(high, above)));
    }
    for (int k = 0; k < p.rows; k++) {
      double norm = 0;
      double s = p.softness[k] * y[k] - p.rightHandSide[k];
      for (int i = 0; i < n; i++) {
        double c = p.matrix[k * n + i];
        norm += c * c;
        s += c * x[i];
        g[i] -= c * y[k];
      }
      norm = Math.sqrt(norm);
      if (norm > 0 && p.rightHandSide[k] > Double.NEGATIVE_INFINITY) {
        s /= norm + Math.abs(p.rightHandSide[k]);
        double force = y[k] * norm;
        size = Math.max(size, force);
        worst = Math.max(worst, Math.max(-s, Math.max(-force, Math.min(force, Math.abs(s)))));
      }
    }
    for (double v : g) {
      worst = Math.max(worst, Math.abs(v) / size);
    }
    return worst;
  }
}
