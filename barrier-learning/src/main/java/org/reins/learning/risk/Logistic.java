package org.reins.learning.risk;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Logistic regression with a ridge, by Newton's method: P = 1 / (1 + exp(−w · (1, z))), where z are
 * the inputs less their means, over their standard deviations.
 */
final class Logistic {
  private static final int STEPS = 30;
  private final double ridge;
  private final double[] w;
  private final double[] mean;
  private final double[] deviation;

  /**
   * Fits it.
   *
   * @param scores for each sample its inputs, not modified
   * @param happened for each sample whether it happened
   * @param ridge weight of the squares of w, positive
   */
  Logistic(double[][] scores, boolean[] happened, double ridge) {
    this.ridge = ridge;
    int n = scores[0].length;
    mean = new double[n];
    deviation = new double[n];
    for (double[] s : scores) {
      for (int i = 0; i < n; i++) {
        mean[i] += s[i] / scores.length;
      }
    }
    for (double[] s : scores) {
      for (int i = 0; i < n; i++) {
        deviation[i] += (s[i] - mean[i]) * (s[i] - mean[i]) / scores.length;
      }
    }
    for (int i = 0; i < n; i++) {
      deviation[i] = Math.max(1e-9, Math.sqrt(deviation[i]));
    }
    w = new double[n + 1];
    for (int step = 0; step < STEPS; step++) {
      newton(scores, happened);
    }
  }

  private void newton(double[][] scores, boolean[] happened) {
    int n = w.length;
    DMatrixRMaj h = new DMatrixRMaj(n, n);
    DMatrixRMaj g = new DMatrixRMaj(n, 1);
    for (int i = 0; i < n; i++) {
      // The constant is free, nearly.
      double pull = i == 0 ? 1e-3 : ridge;
      h.add(i, i, pull);
      g.add(i, 0, -pull * w[i]);
    }
    for (int k = 0; k < scores.length; k++) {
      double[] z = standard(scores[k]);
      double p = 1 / (1 + StrictMath.exp(-sum(z)));
      double left = (happened[k] ? 1 : 0) - p;
      for (int i = 0; i < n; i++) {
        g.add(i, 0, left * z[i]);
        for (int j = 0; j < n; j++) {
          h.add(i, j, p * (1 - p) * z[i] * z[j]);
        }
      }
    }
    DMatrixRMaj move = new DMatrixRMaj(n, 1);
    if (CommonOps_DDRM.solve(h, g, move)) {
      double longest = 0;
      for (int i = 0; i < n; i++) {
        longest = Math.max(longest, Math.abs(move.get(i, 0)));
      }
      // A step that is too long could swing from side to side.
      double share = Math.min(1, 2 / Math.max(1e-12, longest));
      for (int i = 0; i < n; i++) {
        w[i] += share * move.get(i, 0);
      }
    }
  }

  /** The probability at inputs, 0 to 1. */
  double at(double... inputs) {
    return 1 / (1 + StrictMath.exp(-odds(inputs)));
  }

  /** The logarithm of the odds at inputs. */
  double odds(double... inputs) {
    return sum(standard(inputs));
  }

  private double[] standard(double[] scores) {
    double[] z = new double[w.length];
    z[0] = 1;
    for (int i = 1; i < w.length; i++) {
      z[i] = (scores[i - 1] - mean[i - 1]) / deviation[i - 1];
    }
    return z;
  }

  private double sum(double[] z) {
    double sum = 0;
    for (int i = 0; i < w.length; i++) {
      sum += w[i] * z[i];
    }
    return sum;
  }
}
