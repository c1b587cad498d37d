package org.reins.sim.system;

import org.reins.filter.barrier.Barrier;

/**
 * h itself used as a barrier, as is common without a learned one: B = h, with ∇B by central
 * differences. Not thread-safe.
 */
public final class MarginBarrier implements Barrier {
  private static final double STEP = 1e-6;

  private final BenchmarkSystem system;
  private final double[] moved;
  private final double[] gradient;

  /** Takes the margin of a system. */
  public MarginBarrier(BenchmarkSystem system) {
    this.system = system;
    moved = new double[system.states()];
    gradient = new double[system.states()];
  }

  @Override
  public int inputs() {
    return gradient.length;
  }

  @Override
  public double evaluate(double[] x) {
    System.arraycopy(x, 0, moved, 0, moved.length);
    for (int i = 0; i < moved.length; i++) {
      moved[i] = x[i] + STEP;
      double above = system.h(moved);
      moved[i] = x[i] - STEP;
      gradient[i] = (above - system.h(moved)) / (2 * STEP);
      moved[i] = x[i];
    }
    return system.h(x);
  }

  @Override
  public double[] gradient() {
    return gradient;
  }
}
