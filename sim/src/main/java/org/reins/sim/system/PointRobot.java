package org.reins.sim.system;

import java.util.List;
import org.reins.filter.barrier.Interval;

/**
 * A point with speed and heading between two hazards: ẋ = v cos θ, ẏ = v sin θ, v̇ = u₁, θ̇ = u₂,
 * |uᵢ| ≤ 1, h = min(‖p − (0.4, −1.2)‖, ‖p − (−0.4, 1.2)‖) − 0.8, in [−3, 3]², speeds of 0 to 2 and
 * all headings. The task: drive to (2.2, 2.2) at up to 2 m/s.
 */
public final class PointRobot implements BenchmarkSystem {
  private static final double[] LOWER = {-3, -3, 0, -Math.PI};
  private static final double[] UPPER = {3, 3, 2, Math.PI};
  private static final double GOAL = 2.2;
  private static final double FASTEST = 2;
  private static final Facts FACTS =
      new Facts(
          "point-robot",
          List.of("x m", "y m", "v m/s", "θ rad"),
          List.of("a m/s²", "turn rad/s"),
          new InputSet.Box(1, 1),
          LOWER,
          UPPER,
          new Domain(
              new double[] {-3, -3, -0.8, -Math.PI},
              new double[] {3, 3, 2.2, Math.PI},
              new boolean[] {false, false, false, true}),
          new int[] {61, 61, 31, 48},
          0.05,
          6,
          3,
          new double[] {2.2, 2.2, 1, 1},
          new double[] {3.2, 3.2, 0, 0});

  @Override
  public Facts facts() {
    return FACTS;
  }

  @Override
  public double h(double[] x) {
    return Math.min(Math.hypot(x[0] - 0.4, x[1] + 1.2), Math.hypot(x[0] + 0.4, x[1] - 1.2)) - 0.8;
  }

  @Override
  public void nominal(double[] x, double[] u) {
    double bearing = Math.atan2(GOAL - x[1], GOAL - x[0]) - x[3];
    double wrapped = Math.IEEEremainder(bearing, 2 * Math.PI);
    double distance = Math.hypot(GOAL - x[0], GOAL - x[1]);
    double wanted = Math.min(FASTEST, distance) * Math.max(0, Math.cos(wrapped));
    u[0] = Math.max(-1, Math.min(1, 3 * (wanted - x[2])));
    u[1] = Math.max(-1, Math.min(1, 3 * wrapped));
  }

  @Override
  public double reward(double[] x) {
    return -Math.hypot(GOAL - x[0], GOAL - x[1]);
  }

  @Override
  public void evaluate(double[] x, double[] f, double[] g) {
    f[0] = x[2] * Math.cos(x[3]);
    f[1] = x[2] * Math.sin(x[3]);
    f[2] = 0;
    f[3] = 0;
    for (int i = 0; i < 8; i++) {
      g[i] = i == 4 || i == 7 ? 1 : 0;
    }
  }

  @Override
  public void slopes(double[] lower, double[] upper, double[] u, SlopeBounds out) {
    double leastCos = Interval.leastCos(lower[3], upper[3]);
    double greatestCos = Interval.greatestCos(lower[3], upper[3]);
    double leastSin = Interval.leastSin(lower[3], upper[3]);
    double greatestSin = Interval.greatestSin(lower[3], upper[3]);
    double v = lower[2];
    double w = upper[2];
    out.clear();
    out.set(0, 2, leastCos, greatestCos);
    out.set(
        0,
        3,
        -Interval.greatestProduct(v, w, leastSin, greatestSin),
        -Interval.leastProduct(v, w, leastSin, greatestSin));
    out.set(1, 2, leastSin, greatestSin);
    out.set(
        1,
        3,
        Interval.leastProduct(v, w, leastCos, greatestCos),
        Interval.greatestProduct(v, w, leastCos, greatestCos));
  }
}
