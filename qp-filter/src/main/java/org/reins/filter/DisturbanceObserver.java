package org.reins.filter;

import java.util.Arrays;

/**
 * The torque that the model does not explain, low-passed: r ← r + (dt / τ) (M Δq̇/dt + bias − u −
 * r).
 */
final class DisturbanceObserver {
  private static final double TIME_CONSTANT = 0.02;

  private final int n;
  private final double[] limit;
  private final double[] lastQd;
  private final double[] residual;

  /**
   * Makes an observer.
   *
   * @param limit torque limits, N·m; kept, not modified
   */
  DisturbanceObserver(double[] limit) {
    n = limit.length;
    this.limit = limit;
    lastQd = new double[n];
    residual = new double[n];
  }

  void reset(double[] qd) {
    Arrays.fill(residual, 0);
    System.arraycopy(qd, 0, lastQd, 0, n);
  }

  /** Takes a fresh measurement; returns the largest |r| as a share of its joint's torque limit. */
  double observe(FilterInput in, double[] mass, double[] bias, double dt) {
    double worst = 0;
    for (int i = 0; i < n; i++) {
      double needed = bias[i];
      for (int j = 0; j < n; j++) {
        needed += mass[i * n + j] * (in.qd[j] - lastQd[j]) / dt;
      }
      residual[i] += dt / TIME_CONSTANT * (needed - in.acceptedEffort[i] - residual[i]);
      worst = Math.max(worst, Math.abs(residual[i]) / limit[i]);
    }
    System.arraycopy(in.qd, 0, lastQd, 0, n);
    return worst;
  }
}
