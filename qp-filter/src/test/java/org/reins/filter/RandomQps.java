package org.reins.filter;

import java.util.SplittableRandom;

/**
 * Random quadratic programs with a known feasible point, and the residuals of their optimality
 * conditions.
 */
final class RandomQps {
  private RandomQps() {}

  /** Rows and bounds around a feasible point; some rows scaled, doubled or nearly so, some zero. */
  static QpProblem feasible(SplittableRandom random, int n, int m, boolean nasty) {
    QpProblem p = new QpProblem(n, m);
    double[] inside = new double[n];
    for (int i = 0; i < n; i++) {
      p.hessian[i * n + i] = random.nextDouble(0.5, 2);
      p.linear[i] = -p.hessian[i * n + i] * 1.2 * random.nextGaussian();
      inside[i] = random.nextDouble(-0.8, 0.8);
      p.lower[i] = -1;
      p.upper[i] = 1;
    }
    p.rows = m;
    for (int k = 0; k < m; k++) {
      double scale = Math.exp(0.7 * random.nextGaussian());
      int kind = nasty ? random.nextInt(8) : 7;
      if (kind == 0) {
        scale *= random.nextBoolean() ? 1e8 : 1e-8;
      }
      double at = 0;
      for (int i = 0; i < n; i++) {
        double c = scale * random.nextGaussian();
        if (kind == 1) {
          c = 0;
        } else if (kind == 2 && k > 0) {
          c = p.matrix[(k - 1) * n + i];
        } else if (kind == 3 && k > 0) {
          c = p.matrix[(k - 1) * n + i] * (1 + 1e-9 * random.nextGaussian());
        }
        p.matrix[k * n + i] = c;
        at += c * inside[i];
      }
      double norm = 0;
      for (int i = 0; i < n; i++) {
        norm = Math.hypot(norm, p.matrix[k * n + i]);
      }
      p.rightHandSide[k] = at - norm * random.nextDouble(0.02, 0.52);
    }
    return p;
  }

  /**
   * Largest residual of stationarity, feasibility and complementarity, with rows scaled to unit
   * length.
   */
  static double worstResidual(QpProblem p, double[] x, double[] y) {
    int n = p.n;
    double worst = 0;
    double[] g = new double[n];
    double size = 1;
    for (int i = 0; i < n; i++) {
      g[i] = p.linear[i] - y[p.maxRows + i] + y[p.maxRows + n + i];
      size = Math.max(size, Math.abs(p.linear[i]));
      for (int j = 0; j < n; j++) {
        g[i] += (i >= j ? p.hessian[i * n + j] : p.hessian[j * n + i]) * x[j];
      }
      worst = Math.max(worst, p.lower[i] - x[i]);
      worst = Math.max(worst, x[i] - p.upper[i]);
      worst = Math.max(worst, -Math.min(y[p.maxRows + i], y[p.maxRows + n + i]));
      if (y[p.maxRows + i] > 0) {
        worst = Math.max(worst, y[p.maxRows + i] * Math.abs(x[i] - p.lower[i]) / size);
      }
      if (y[p.maxRows + n + i] > 0) {
        worst = Math.max(worst, y[p.maxRows + n + i] * Math.abs(x[i] - p.upper[i]) / size);
      }
    }
    for (int k = 0; k < p.rows; k++) {
      double norm = 0;
      double s = -p.rightHandSide[k];
      for (int i = 0; i < n; i++) {
        norm = Math.hypot(norm, p.matrix[k * n + i]);
        s += p.matrix[k * n + i] * x[i];
        g[i] -= p.matrix[k * n + i] * y[k];
      }
      if (norm > 0) {
        worst = Math.max(worst, -s / norm / (1 + Math.abs(p.rightHandSide[k] / norm)));
        worst = Math.max(worst, -y[k] * norm);
        size = Math.max(size, y[k] * norm);
        worst =
            Math.max(
                worst, Math.abs(y[k] * s) / (size * (1 + Math.abs(p.rightHandSide[k] / norm))));
      }
    }
    for (double v : g) {
      worst = Math.max(worst, Math.abs(v) / size);
    }
    return worst;
  }
}
