package org.reins.filter.sampleddata;

import java.util.Arrays;

/**
 * Integrates ẋ = f(x) + G(x) u + w under a held input, with the classical Runge–Kutta method.
 * Allocates nothing after construction. Not thread-safe.
 */
public final class HeldInput {
  private final ControlAffine model;
  private final double[] f;
  private final double[] g;
  private final double[] slope;
  private final double[] sum;
  private final double[] trial;

  /** Prepares steps of a model. */
  public HeldInput(ControlAffine model) {
    this.model = model;
    f = new double[model.states()];
    g = new double[model.states() * model.inputs()];
    slope = new double[model.states()];
    sum = new double[model.states()];
    trial = new double[model.states()];
  }

  /**
   * Advances x by dt.
   *
   * @param x overwritten
   * @param u held, not modified
   * @param w held, not modified
   */
  public void step(double[] x, double[] u, double[] w, double dt) {
    Arrays.fill(sum, 0);
    derivative(x, u, w, 1);
    move(x, dt / 2);
    derivative(trial, u, w, 2);
    move(x, dt / 2);
    derivative(trial, u, w, 2);
    move(x, dt);
    derivative(trial, u, w, 1);
    for (int i = 0; i < x.length; i++) {
      x[i] += dt / 6 * sum[i];
    }
  }

  private void derivative(double[] x, double[] u, double[] w, double weight) {
    model.evaluate(x, f, g);
    for (int i = 0; i < f.length; i++) {
      double s = f[i] + w[i];
      for (int k = 0; k < u.length; k++) {
        s += g[i * u.length + k] * u[k];
      }
      slope[i] = s;
      sum[i] += weight * s;
    }
  }

  private void move(double[] x, double dt) {
    for (int i = 0; i < x.length; i++) {
      trial[i] = x[i] + dt * slope[i];
    }
  }
}
