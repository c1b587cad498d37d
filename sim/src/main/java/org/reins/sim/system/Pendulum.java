package org.reins.sim.system;

import java.util.List;
import java.util.function.Predicate;
import org.reins.filter.barrier.Interval;

/**
 * An inverted pendulum: θ̈ = 9.81 sin θ − 0.1 θ̇ + u, |u| ≤ 3, h = 0.5 − |θ|. Gravity is stronger
 * than the motor beyond θ = 0.31, so most of the allowed angles are lost. The task swings it to 0.4
 * rad.
 */
public final class Pendulum implements BenchmarkSystem {
  private static final double GRAVITY = 9.81;
  private static final double FRICTION = 0.1;
  private static final double TORQUE = 3;
  private static final double[] LOWER = {-0.5, -2.5};
  private static final double[] UPPER = {0.5, 2.5};
  private static final double TARGET = 0.4;
  private static final PendulumKernel KERNEL =
      new PendulumKernel(GRAVITY, FRICTION, TORQUE, UPPER[0]);
  private static final Facts FACTS =
      new Facts(
          "pendulum",
          List.of("θ rad", "θ̇ rad/s"),
          List.of("u rad/s²"),
          new InputSet.Box(TORQUE),
          LOWER,
          UPPER,
          new Domain(new double[] {-0.7, -3}, new double[] {0.7, 3}, new boolean[2]),
          new int[] {281, 301},
          0.01,
          3,
          2,
          new double[] {3, 9.7},
          new double[] {9.7, 31});

  @Override
  public Facts facts() {
    return FACTS;
  }

  @Override
  public double h(double[] x) {
    return 0.5 - Math.abs(x[0]);
  }

  @Override
  public Predicate<double[]> exactKernel() {
    return x -> KERNEL.contains(x[0], x[1]);
  }

  @Override
  public void nominal(double[] x, double[] u) {
    double wanted = 30 * (TARGET - x[0]) - 6 * x[1] - GRAVITY * Math.sin(x[0]);
    u[0] = Math.max(-TORQUE, Math.min(TORQUE, wanted));
  }

  @Override
  public double reward(double[] x) {
    return -Math.abs(TARGET - x[0]);
  }

  @Override
  public void evaluate(double[] x, double[] f, double[] g) {
    f[0] = x[1];
    f[1] = GRAVITY * Math.sin(x[0]) - FRICTION * x[1];
    g[0] = 0;
    g[1] = 1;
  }

  @Override
  public void slopes(double[] lower, double[] upper, double[] u, SlopeBounds out) {
    out.clear();
    out.set(0, 1, 1, 1);
    out.set(
        1,
        0,
        GRAVITY * Interval.leastCos(lower[0], upper[0]),
        GRAVITY * Interval.greatestCos(lower[0], upper[0]));
    out.set(1, 1, -FRICTION, -FRICTION);
  }
}
