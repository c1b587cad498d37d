package org.reins.sim.system;

import org.reins.filter.sampled.ControlAffine;

/**
 * A boat in a river with two rocks: ẋ = u₁ + 2 − y²/2, ẏ = u₂, ‖u‖ ≤ 1, in [−3, 2] × [−2, 2]; the
 * current is faster than the boat, so that upstream of a rock there are places from which no
 * command helps. h = min(‖p − (−0.5, 0.5)‖ − 0.4, ‖p − (−1, −1.2)‖ − 0.5), positive in free water.
 * The goal is (1.5, 0).
 */
public final class Boat implements ControlAffine {
  /** West end of the box, m. */
  public static final double WEST = -3;

  /** East end, m. */
  public static final double EAST = 2;

  /** South end, m; the north end is its mirror image. */
  public static final double SOUTH = -2;

  @Override
  public int states() {
    return 2;
  }

  @Override
  public int inputs() {
    return 2;
  }

  @Override
  public void evaluate(double[] x, double[] f, double[] g) {
    f[0] = 2 - x[1] * x[1] / 2;
    f[1] = 0;
    g[0] = 1;
    g[1] = 0;
    g[2] = 0;
    g[3] = 1;
  }

  /** h, m. */
  public static double clearance(double x, double y) {
    return Math.min(Math.hypot(x + 0.5, y - 0.5) - 0.4, Math.hypot(x + 1, y + 1.2) - 0.5);
  }
}
