package org.reins.filter.sampleddata;

import java.util.Arrays;

/**
 * Commands that were sent but do not act yet, each acting a known number of periods after it was
 * sent; and the state at which the next one will act, computed by running the model through them
 * with the classical Runge–Kutta method. Allocates nothing after construction. Not thread-safe.
 */
public final class CommandsInFlight {
  private final HeldInput model;
  private final double period;
  private final double[][] sent;
  private final double[] still;
  private int oldest;

  /**
   * Starts with a command of zeros in every slot.
   *
   * @param delay periods from sending to acting, 0 to 1000
   * @param period s
   * @throws IllegalArgumentException if the delay is out of range
   */
  public CommandsInFlight(ControlAffine model, int delay, double period) {
    if (delay < 0 || delay > 1000) {
      throw new IllegalArgumentException("delay is " + delay + " periods: allowed is 0 to 1000");
    }
    this.model = new HeldInput(model);
    this.period = period;
    sent = new double[delay][model.inputs()];
    still = new double[model.states()];
  }

  /** Numbers in a state. */
  int states() {
    return still.length;
  }

  /** Forgets the commands in flight. */
  public void reset() {
    for (double[] u : sent) {
      Arrays.fill(u, 0);
    }
    oldest = 0;
  }

  /**
   * Predicts the state of the system when the next command acts.
   *
   * @param x measured state, not modified
   * @param predicted overwritten
   */
  public void predict(double[] x, double[] predicted) {
    System.arraycopy(x, 0, predicted, 0, x.length);
    for (int k = 0; k < sent.length; k++) {
      model.step(predicted, sent[(oldest + k) % sent.length], still, period);
    }
  }

  /** Stores a command as sent; the oldest one has acted. */
  public void sent(double[] u) {
    if (sent.length > 0) {
      System.arraycopy(u, 0, sent[oldest], 0, u.length);
      oldest = (oldest + 1) % sent.length;
    }
  }
}
