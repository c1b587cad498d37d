package org.reins.filter.qp;

import java.util.SplittableRandom;

/**
 * Random quadratic programs with a known feasible point, and the residuals of their optimality
 * conditions.
 */
final class RandomQps {
  private RandomQps() {}

  /** Rows and bounds around a feasible point; some rows scaled, doubled or nearly so, some zero. */
  static QpProblem feasible(SplittableRandom random, int n, int m, boolean nasty) {
    return feasible(random, n, m, m, nasty);
  }

  static QpProblem feasible(SplittableRandom random, int n, int m, int maxRows, boolean nasty) {
    QpProblem p = new QpProblem(n, maxRows);
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

  /** Replaces H by a dense one of the same size. */
  static void makeDense(SplittableRandom random, QpProblem p) {
    int n = p.n;
    double[] a = new double[n * n];
    for (int i = 0; i < n * n; i++) {
      a[i] = random.nextGaussian() / Math.sqrt(n);
    }
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < n; k++) {
        double s = i == k ? 0.3 : 0;
        for (int l = 0; l < n; l++) {
          s += a[i * n + l] * a[k * n + l];
        }
        p.hessian[i * n + k] = s;
      }
    }
  }

  /** Moves f and every normal by a small share of their lengths; the feasible point stays one. */
  static void nudge(SplittableRandom random, QpProblem p, double share) {
    for (int i = 0; i < p.n; i++) {
      p.linear[i] *= 1 + share * random.nextGaussian();
    }
    for (int k = 0; k < p.rows; k++) {
      double norm = 0;
      for (int i = 0; i < p.n; i++) {
        norm = Math.hypot(norm, p.matrix[k * p.n + i]);
      }
      for (int i = 0; i < p.n; i++) {
        p.matrix[k * p.n + i] += share * norm / Math.sqrt(p.n) * random.nextGaussian();
      }
    }
  }

  /** Makes some rows soft, and asks more of them than can be had. */
  static void soften(SplittableRandom random, QpProblem p) {
    for (int k = 0; k < p.rows; k++) {
      if (random.nextInt(4) == 0) {
        double norm = 0;
        for (int i = 0; i < p.n; i++) {
          norm = Math.hypot(norm, p.matrix[k * p.n + i]);
        }
        p.softness[k] = norm * norm * Math.pow(10, random.nextDouble(-5, 0));
        p.rightHandSide[k] += norm * random.nextDouble(0, 2);
      }
    }
  }

  /**
   * Makes the last row say the opposite of another one, or of a sum of two, with a gap; false when
   * the rows picked are zero.
   */
  static boolean contradict(SplittableRandom random, QpProblem p) {
    int n = p.n;
    int last = p.rows - 1;
    int a = random.nextInt(last);
    int b = random.nextInt(last);
    double na = 0;
    double nb = 0;
    for (int i = 0; i < n; i++) {
      na = Math.hypot(na, p.matrix[a * n + i]);
      nb = Math.hypot(nb, p.matrix[b * n + i]);
    }
    if (na == 0 || nb == 0) {
      return false;
    }
    double norm = 0;
    for (int i = 0; i < n; i++) {
      double c = -p.matrix[a * n + i] / na - p.matrix[b * n + i] / nb;
      p.matrix[last * n + i] = c;
      norm = Math.hypot(norm, c);
    }
    if (norm < 1e-3) {
      return false;
    }
    p.rightHandSide[last] =
        -p.rightHandSide[a] / na - p.rightHandSide[b] / nb + random.nextDouble(1e-4, 1);
    return true;
  }

  /** ½ xᵀ H x + fᵀ x and the price of the slack that x needs. */
  static double cost(QpProblem p, double[] x) {
    int n = p.n;
    double cost = 0;
    for (int i = 0; i < n; i++) {
      cost += p.linear[i] * x[i];
      for (int j = 0; j < n; j++) {
        cost += x[i] * p.hessian[Math.max(i, j) * n + Math.min(i, j)] * x[j] / 2;
      }
    }
    for (int k = 0; k < p.rows; k++) {
      if (p.softness[k] > 0) {
        double s = p.rightHandSide[k];
        for (int i = 0; i < n; i++) {
          s -= p.matrix[k * n + i] * x[i];
        }
        cost += Math.max(0, s) * Math.max(0, s) / (2 * p.softness[k]);
      }
    }
    return cost;
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
      double s = p.softness[k] * y[k] - p.rightHandSide[k];
      for (int i = 0; i < n; i++) {
        norm = Math.hypot(norm, p.matrix[k * n + i]);
        s += p.matrix[k * n + i] * x[i];
        g[i] -= p.matrix[k * n + i] * y[k];
      }
      if (norm > 0 && p.rightHandSide[k] > Double.NEGATIVE_INFINITY) {
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
