package org.reins.sim.system;

import java.util.List;

/**
 * A boat in a river with two rocks: ẋ = u₁ + 2 − y²/2, ẏ = u₂, ‖u‖ ≤ 1, in [−3, 2] × [−2, 2]; the
 * current is faster than the boat, so that upstream of a rock there are places where no command
 * prevents a collision. h = min(‖p − (−0.5, 0.5)‖ − 0.4, ‖p − (−1, −1.2)‖ − 0.5), positive in free
 * water. The task: straight to (1.5, 0).
 */
public final class Boat implements BenchmarkSystem {
  private static final double[] LOWER = {-3, -2};
  private static final double[] UPPER = {2, 2};
  private static final double GOAL = 1.5;
  private static final Facts FACTS =
      new Facts(
          "boat",
          List.of("x m", "y m"),
          List.of("east m/s", "north m/s"),
          new InputSet.Disc(1),
          LOWER,
          UPPER,
          new Domain(LOWER, UPPER, new boolean[2]),
          new int[] {251, 201},
          0.005,
          2,
          2,
          new double[] {3, 1},
          new double[] {2, 0});

  @Override
  public Facts facts() {
    return FACTS;
  }

  @Override
  public double h(double[] x) {
    return Math.min(
        Math.hypot(x[0] + 0.5, x[1] - 0.5) - 0.4, Math.hypot(x[0] + 1, x[1] + 1.2) - 0.5);
  }

  @Override
  public void nominal(double[] x, double[] u) {
    double dx = GOAL - x[0];
    double dy = -x[1];
    double distance = Math.hypot(dx, dy);
    u[0] = distance > 0 ? dx / distance : 0;
    u[1] = distance > 0 ? dy / distance : 0;
  }

  @Override
  public double reward(double[] x) {
    return -Math.hypot(GOAL - x[0], x[1]);
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

  @Override
  public void slopes(double[] lower, double[] upper, double[] u, SlopeBounds out) {
    out.clear();
    out.set(0, 1, -upper[1], -lower[1]);
  }
}
