package org.reins.node.filter;

/**
 * How abruptly and how restlessly the policy's action changes: the largest step since the previous
 * cycle, and the largest variance over the last 0.1 s. Allocates nothing after construction; not
 * thread-safe.
 */
public final class ActionChange {
  /** Time over which the variance is taken, s. */
  public static final double MEMORY = 0.1;

  private final double[] before;
  private final RunningVariance running;
  private double jump;
  private double variance;
  private boolean began;

  /**
   * Prepares.
   *
   * @param signals how many numbers an action has
   */
  public ActionChange(int signals) {
    before = new double[signals];
    running = new RunningVariance(signals, MEMORY);
  }

  /** Starts over: the next action has no predecessor. */
  public void forget() {
    began = false;
    jump = 0;
    variance = 0;
    running.forget();
  }

  /**
   * Takes the action of one cycle.
   *
   * @param shares each number as a share of its range; not modified
   * @param dt time since the previous cycle, s
   */
  public void add(double[] shares, double dt) {
    running.add(shares, dt);
    jump = 0;
    variance = 0;
    for (int i = 0; i < before.length; i++) {
      jump = began ? Math.max(jump, Math.abs(shares[i] - before[i])) : 0;
      before[i] = shares[i];
      variance = Math.max(variance, running.of(i));
    }
    began = true;
  }

  /** Largest change since the previous cycle. */
  public double jump() {
    return jump;
  }

  /** Largest variance. */
  public double variance() {
    return variance;
  }
}
