package org.reins.filter;

import java.util.Arrays;

/**
 * The torques that respect a torque-rate limit whichever of the commands in flight the robot takes.
 *
 * <p>A command may be lost, or overtaken by the next one, so the robot may step from the command it
 * accepted last, or from any one sent since, to the new one. With r the largest change a period,
 * the window of joint i is [max u − r, min u + r] over the accepted command and all commands sent
 * since. The commands themselves obey this rule, so the window is never empty.
 */
public final class TorqueRateWindow {
  private static final int DEPTH = 32;

  private final int n;
  private final double[] change;
  private final double[][] sent = new double[DEPTH][];
  private final double[] low;
  private final double[] high;
  private int count;

  /**
   * Makes a window.
   *
   * @param change largest change of each joint's torque from one command to the next, N·m; copied
   */
  public TorqueRateWindow(double[] change) {
    this.n = change.length;
    this.change = change.clone();
    for (int k = 0; k < DEPTH; k++) {
      sent[k] = new double[n];
    }
    low = new double[n];
    high = new double[n];
  }

  /** Starts from a robot that holds this torque and has nothing in flight. */
  public void reset(double[] torque) {
    count = 1;
    System.arraycopy(torque, 0, sent[0], 0, n);
  }

  /**
   * Takes the command that the robot says it accepted last, and forgets the ones sent before it.
   * One that was never sent is taken as it is, beside all that is in flight.
   */
  public void accepted(double[] torque) {
    // Of several equal ones the oldest: then all that may still be in flight is kept.
    for (int k = 0; k < count; k++) {
      if (Arrays.equals(sent[k], torque)) {
        for (int i = 0; i < k; i++) {
          double[] old = sent[0];
          System.arraycopy(sent, 1, sent, 0, count - 1);
          sent[count - 1] = old;
          count--;
        }
        return;
      }
    }
  }

  /** Remembers a command as sent. When too many are in flight, the oldest is forgotten. */
  public void sent(double[] torque) {
    double[] slot;
    if (count == DEPTH) {
      slot = sent[0];
      System.arraycopy(sent, 1, sent, 0, DEPTH - 1);
    } else {
      slot = sent[count++];
    }
    System.arraycopy(torque, 0, slot, 0, n);
    sent[count - 1] = slot;
  }

  /** Computes the window from what is in flight. */
  public void update() {
    for (int i = 0; i < n; i++) {
      double most = Double.NEGATIVE_INFINITY;
      double least = Double.POSITIVE_INFINITY;
      for (int k = 0; k < count; k++) {
        most = Math.max(most, sent[k][i]);
        least = Math.min(least, sent[k][i]);
      }
      low[i] = most - change[i];
      high[i] = least + change[i];
      if (low[i] > high[i]) {
        // Only after commands were forgotten: then hold what was sent last.
        low[i] = sent[count - 1][i];
        high[i] = low[i];
      }
    }
  }

  /** Lower ends, N·m, length n; owned by the window, overwritten by {@link #update}. */
  public double[] low() {
    return low;
  }

  /** Upper ends, N·m, length n; owned by the window, overwritten by {@link #update}. */
  public double[] high() {
    return high;
  }

  /** The command sent last, N·m; owned by the window. */
  public double[] last() {
    return sent[count - 1];
  }
}
