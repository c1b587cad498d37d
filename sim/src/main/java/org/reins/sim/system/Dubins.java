package org.reins.sim.system;

import java.util.List;
import org.reins.filter.barrier.Interval;

/**
 * A car that cannot stop, before a disc: ẋ = 0.6 cos θ, ẏ = 0.6 sin θ, θ̇ = u, |u| ≤ 1.1, h = ‖p‖ −
 * 0.25, in [−1, 1]² and all headings. The task: drive to the point opposite the disc's centre on
 * the right, straight through the disc if necessary.
 */
public final class Dubins implements BenchmarkSystem {
  private static final double SPEED = 0.6;
  private static final double TURN = 1.1;
  private static final double RADIUS = 0.25;
  private static final double[] LOWER = {-1, -1, -Math.PI};
  private static final double[] UPPER = {1, 1, Math.PI};
  private static final double GOAL = 0.8;
  private static final Facts FACTS =
      new Facts(
          "dubins",
          List.of("x m", "y m", "θ rad"),
          List.of("turn rad/s"),
          new InputSet.Box(TURN),
          LOWER,
          UPPER,
          new Domain(LOWER, UPPER, new boolean[] {false, false, true}),
          new int[] {101, 101, 101},
          0.02,
          3,
          1.6,
          new double[] {SPEED, SPEED, TURN},
          new double[] {SPEED * TURN, SPEED * TURN, 0});

  @Override
  public Facts facts() {
    return FACTS;
  }

  @Override
  public double h(double[] x) {
    return Math.hypot(x[0], x[1]) - RADIUS;
  }

  @Override
  public void nominal(double[] x, double[] u) {
    double bearing = Math.atan2(-x[1], GOAL - x[0]) - x[2];
    double wrapped = Math.IEEEremainder(bearing, 2 * Math.PI);
    u[0] = Math.max(-TURN, Math.min(TURN, 3 * wrapped));
  }

  @Override
  public double reward(double[] x) {
    return -Math.hypot(GOAL - x[0], x[1]);
  }

  @Override
  public void evaluate(double[] x, double[] f, double[] g) {
    f[0] = SPEED * Math.cos(x[2]);
    f[1] = SPEED * Math.sin(x[2]);
    f[2] = 0;
    g[0] = 0;
    g[1] = 0;
    g[2] = 1;
  }

  @Override
  public void slopes(double[] lower, double[] upper, double[] u, SlopeBounds out) {
    double a = lower[2];
    double b = upper[2];
    out.clear();
    out.set(0, 2, -SPEED * Interval.greatestSin(a, b), -SPEED * Interval.leastSin(a, b));
    out.set(1, 2, SPEED * Interval.leastCos(a, b), SPEED * Interval.greatestCos(a, b));
  }
}
