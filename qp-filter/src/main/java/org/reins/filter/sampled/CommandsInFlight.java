package org.reins.filter.sampled;

import java.util.Arrays;

/**
 * Commands that were sent and do not act yet, when each acts a known number of periods after it was
 * sent; and the state at which the next one will act, by running the model through them with the
 * classical Runge–Kutta method. Allocates nothing after construction. Not thread-safe.
 */
public final class CommandsInFlight {
  private final ControlAffine model;
  private final double period;
  private final double[][] sent;
  private final double[] f;
  private final double[] g;
  private final double[] slope;
  private final double[] sum;
  private final double[] trial;
  private int oldest;

  /**
   * Starts with a command of zeros in every slot.
   *
   * @param delay periods from sending to acting, 0 to 1000
   * @param period s
   * @throws IllegalArgumentException when the delay is out of range
   */
  public CommandsInFlight(ControlAffine model, int delay, double period) {
    if (delay < 0 || delay > 1000) {
      throw new IllegalArgumentException("delay is " + delay + " periods: allowed is 0 to 1000");
    }
    this.model = model;
    this.period = period;
    sent = new double[delay][model.inputs()];
    f = new double[model.states()];
    g = new double[model.states() * model.inputs()];
    slope = new double[model.states()];
    sum = new double[model.states()];
    trial = new double[model.states()];
  }

  /** Forgets what is in flight. */
  public void reset() {
    for (double[] u : sent) {
      Arrays.fill(u, 0);
    }
    oldest = 0;
  }

  /**
   * Where the system will be when the next command acts.
   *
   * @param x measured state, not modified
   * @param predicted overwritten
   */
  public void predict(double[] x, double[] predicted) {
    System.arraycopy(x, 0, predicted, 0, x.length);
    for (int k = 0; k < sent.length; k++) {
      step(predicted, sent[(oldest + k) % sent.length], period);
    }
  }

  /** Remembers a command as sent; the oldest one has acted. */
  public void sent(double[] u) {
    if (sent.length > 0) {
      System.arraycopy(u, 0, sent[oldest], 0, u.length);
      oldest = (oldest + 1) % sent.length;
    }
  }

  /** Moves x on by dt under a held input. */
  public void step(double[] x, double[] u, double dt) {
    Arrays.fill(sum, 0);
    derivative(x, u);
    add(1);
    move(x, dt / 2);
    derivative(trial, u);
    add(2);
    move(x, dt / 2);
    derivative(trial, u);
    add(2);
    move(x, dt);
    derivative(trial, u);
    add(1);
    for (int i = 0; i < x.length; i++) {
      x[i] += dt / 6 * sum[i];
    }
  }

  private void derivative(double[] x, double[] u) {
    model.evaluate(x, f, g);
    for (int i = 0; i < f.length; i++) {
      double s = f[i];
      for (int k = 0; k < u.length; k++) {
        s += g[i * u.length + k] * u[k];
      }
      slope[i] = s;
    }
  }

  private void add(double weight) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += weight * slope[i];
    }
  }

  private void move(double[] x, double dt) {
    for (int i = 0; i < x.length; i++) {
      trial[i] = x[i] + dt * slope[i];
    }
  }
}
