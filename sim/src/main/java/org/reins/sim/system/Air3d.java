package org.reins.sim.system;

import java.util.List;
import org.reins.filter.barrier.Interval;

/**
 * Two aeroplanes at one height and speed, in the frame of the first: ẋ = −0.75 + 0.75 cos ψ + u y,
 * ẏ = 0.75 sin ψ − u x, ψ̇ = d − u, |u| ≤ 3, |d| ≤ 3, h = ‖p‖ − 0.25, in [−1, 1]² and all relative
 * headings. The first avoids, the second pursues. The task: fly straight on. The kernel is computed
 * for encounters of 1.1 s.
 */
public final class Air3d implements BenchmarkSystem {
  private static final double SPEED = 0.75;
  private static final double TURN = 3;
  private static final double RADIUS = 0.25;
  private static final double[] LOWER = {-1, -1, -Math.PI};
  private static final double[] UPPER = {1, 1, Math.PI};
  private static final Facts FACTS =
      new Facts(
          "air3d",
          List.of("x m", "y m", "ψ rad"),
          List.of("turn rad/s"),
          new InputSet.Box(TURN),
          LOWER,
          UPPER,
          new Domain(LOWER, UPPER, new boolean[] {false, false, true}),
          new int[] {101, 101, 101},
          0.01,
          1.1,
          1.1,
          new double[] {4.5, 3.75, 6},
          new double[] {15.75, 18, 0});

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
    u[0] = 0;
  }

  @Override
  public double reward(double[] x) {
    return 0;
  }

  @Override
  public double[][] disturbances() {
    return new double[][] {{0, 0, -TURN}, {0, 0, TURN}};
  }

  @Override
  public void evaluate(double[] x, double[] f, double[] g) {
    f[0] = SPEED * (Math.cos(x[2]) - 1);
    f[1] = SPEED * Math.sin(x[2]);
    f[2] = 0;
    g[0] = x[1];
    g[1] = -x[0];
    g[2] = -1;
  }

  @Override
  public void slopes(double[] lower, double[] upper, double[] u, SlopeBounds out) {
    double a = lower[2];
    double b = upper[2];
    out.clear();
    out.set(0, 1, u[0], u[0]);
    out.set(0, 2, -SPEED * Interval.greatestSin(a, b), -SPEED * Interval.leastSin(a, b));
    out.set(1, 0, -u[0], -u[0]);
    out.set(1, 2, SPEED * Interval.leastCos(a, b), SPEED * Interval.greatestCos(a, b));
  }
}
