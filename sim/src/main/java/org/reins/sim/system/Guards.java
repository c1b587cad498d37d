package org.reins.sim.system;

import org.reins.filter.barrier.Barrier;
import org.reins.filter.barrier.GradientBounds;
import org.reins.filter.sampleddata.BarrierRate;
import org.reins.filter.sampleddata.CommandFilter;
import org.reins.filter.sampleddata.CommandsInFlight;
import org.reins.filter.sampleddata.ControlAffine;
import org.reins.filter.sampleddata.ModelRate;
import org.reins.filter.sampleddata.SampledFilter;
import org.reins.filter.sampleddata.SampledMargin;

/** The filters of a benchmark system. Each call makes a new one. */
public final class Guards {
  private final BenchmarkSystem system;

  /** Makes filters for a system. */
  public Guards(BenchmarkSystem system) {
    this.system = system;
  }

  /** Passes every command unchanged. */
  public static CommandFilter none() {
    return new CommandFilter() {
      @Override
      public void reset() {}

      @Override
      public void step(double[] x, double[] nominal, double[] u) {
        System.arraycopy(nominal, 0, u, 0, u.length);
      }

      @Override
      public double slack() {
        return 0;
      }

      @Override
      public boolean changed() {
        return false;
      }
    };
  }

  /**
   * A filter with a barrier and the system's own model.
   *
   * @param delta δ
   * @param alpha α, 1/s
   * @param period sampling period, s
   * @param delay known delay from sending to acting, in periods
   */
  public CommandFilter barrier(
      Barrier barrier, double delta, double alpha, double period, int delay) {
    return filter(new ModelRate(system, barrier), null, delta, alpha, period, delay);
  }

  /**
   * A filter with a barrier and other dynamics instead of the system's own, also for the delay.
   *
   * @param model dynamics, used only by this filter
   */
  public CommandFilter barrier(
      ControlAffine model, Barrier barrier, double delta, double alpha, double period, int delay) {
    return filter(
        new ModelRate(model, barrier),
        null,
        new CommandsInFlight(model, delay, period),
        delta,
        alpha);
  }

  /** The same, with a margin for the behaviour between samples. */
  public <B extends Barrier & GradientBounds> CommandFilter sampled(
      B barrier, double delta, double alpha, double period, int delay) {
    double[] change = system.facts().acceleration().clone();
    for (int i = 0; i < change.length; i++) {
      change[i] *= period;
    }
    SampledMargin margin = new SampledMargin(barrier, period, system.rate(), change);
    return filter(new ModelRate(system, barrier), margin, delta, alpha, period, delay);
  }

  /** A barrier whose rate comes from another source. The system's model only bridges the delay. */
  public CommandFilter filter(
      BarrierRate rate,
      SampledMargin margin,
      double delta,
      double alpha,
      double period,
      int delay) {
    return filter(rate, margin, new CommandsInFlight(system, delay, period), delta, alpha);
  }

  private CommandFilter filter(
      BarrierRate rate, SampledMargin margin, CommandsInFlight flight, double delta, double alpha) {
    return new SampledFilter(
        rate, margin, flight, delta, alpha, system.inputSet().rows(), system.inputSet().bounds());
  }
}
