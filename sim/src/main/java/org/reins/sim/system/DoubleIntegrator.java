package org.reins.sim.system;

import java.util.List;
import java.util.function.Predicate;

/**
 * A mass between two walls: ṗ = v, v̇ = a, |a| ≤ 1, h = 1 − |p|. Its kernel is |p| ≤ 1 with p +
 * v²/2 ≤ 1 where v ≥ 0 and −p + v²/2 ≤ 1 where v ≤ 0, of area 16/3. The task drives towards the
 * right wall and turns 5 cm before it.
 */
public final class DoubleIntegrator implements BenchmarkSystem {
  private static final double[] LOWER = {-1, -2};
  private static final double[] UPPER = {1, 2};
  private static final double TARGET = 0.95;
  private static final Facts FACTS =
      new Facts(
          "double-integrator",
          List.of("p m", "v m/s"),
          List.of("a m/s²"),
          new InputSet.Box(1),
          LOWER,
          UPPER,
          new Domain(new double[] {-1.3, -2.4}, new double[] {1.3, 2.4}, new boolean[2]),
          new int[] {521, 481},
          0.02,
          5,
          2.5,
          new double[] {2.4, 1},
          new double[] {1, 0});

  @Override
  public Facts facts() {
    return FACTS;
  }

  /** The value function: the smallest h when braking as hard as possible. */
  public static double value(double p, double v) {
    return 1 - Math.max(Math.abs(p), Math.abs(p + v * Math.abs(v) / 2));
  }

  @Override
  public Predicate<double[]> exactKernel() {
    return x -> value(x[0], x[1]) >= 0;
  }

  @Override
  public double h(double[] x) {
    return 1 - Math.abs(x[0]);
  }

  @Override
  public void nominal(double[] x, double[] u) {
    u[0] = Math.max(-1, Math.min(1, 4 * (TARGET - x[0]) - 0.5 * x[1]));
  }

  @Override
  public double reward(double[] x) {
    return -Math.abs(TARGET - x[0]);
  }

  @Override
  public void evaluate(double[] x, double[] f, double[] g) {
    f[0] = x[1];
    f[1] = 0;
    g[0] = 0;
    g[1] = 1;
  }

  @Override
  public void slopes(double[] lower, double[] upper, double[] u, SlopeBounds out) {
    out.clear();
    out.set(0, 1, 1, 1);
  }
}
