package org.reins.filter.barrier;

/**
 * Watches whether robot and command are inside the data from which the barrier was learned. They
 * count as outside after the guard's p-value has been the smallest possible one for a while without
 * interruption, and as inside again after a longer while above it. Commands are averaged like the
 * data's, over about 20 ms. Without a guard in the file nothing is outside. Allocates nothing; not
 * thread-safe.
 */
public final class SupportWatch {
  private static final double AVERAGING = 0.02;
  private static final double OUTSIDE_AFTER = 0.02;
  private static final double USUAL_AFTER = 0.5;

  private final SupportGuard guard;
  private final double[] x;
  private final double[] effort;
  private double outsideFor;
  private double usualFor;
  private boolean outside;
  private double pValue = 1;

  /**
   * Creates the watch of a barrier.
   *
   * @param n number of joints
   */
  public SupportWatch(BarrierFile barrier, int n) {
    guard = SupportGuard.of(barrier);
    x = new double[2 * n];
    effort = new double[n];
  }

  /**
   * Starts over, at rest with a command.
   *
   * @param command N·m, not modified
   */
  public void reset(double[] command) {
    System.arraycopy(command, 0, effort, 0, effort.length);
    outside = false;
    outsideFor = 0;
    usualFor = 0;
    pValue = 1;
  }

  /**
   * Takes a measurement.
   *
   * @param q rad, not modified
   * @param qd rad/s, not modified
   * @param accepted the torques that act, N·m, not modified
   * @param dt since the previous measurement, s
   * @return whether robot and command are outside
   */
  public boolean observe(double[] q, double[] qd, double[] accepted, double dt) {
    if (guard == null) {
      return false;
    }
    int n = effort.length;
    double share = Math.min(1, dt / AVERAGING);
    for (int i = 0; i < n; i++) {
      x[i] = q[i];
      x[n + i] = qd[i];
      effort[i] += share * (accepted[i] - effort[i]);
    }
    pValue = guard.pValue(x, effort);
    if (pValue <= guard.smallest()) {
      outsideFor += dt;
      usualFor = 0;
    } else {
      usualFor += dt;
      outsideFor = 0;
    }
    if (outsideFor >= OUTSIDE_AFTER) {
      outside = true;
    } else if (usualFor >= USUAL_AFTER) {
      outside = false;
    }
    return outside;
  }

  /** The last p-value; 1 without a guard. */
  public double pValue() {
    return pValue;
  }
}
