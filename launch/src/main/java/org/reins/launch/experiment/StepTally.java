package org.reins.launch.experiment;

import org.reins.filter.FilterOutput;

/** What the filter did during one action. */
public final class StepTally {
  private int cycles;
  private int changed;
  private int barrier;
  private int fallbacks;
  private double intervention;
  private double margin;

  /** Starts over. */
  void clear() {
    cycles = 0;
    changed = 0;
    barrier = 0;
    fallbacks = 0;
    intervention = 0;
    margin = Double.NaN;
  }

  /** Takes a cycle. */
  void add(FilterOutput out) {
    cycles++;
    switch (out.action) {
      case PASS -> {}
      case MODIFIED, SLOWDOWN -> changed++;
      case FALLBACK, STOP -> fallbacks++;
    }
    barrier += out.barrierActive ? 1 : 0;
    intervention += out.intervention;
    margin = margin < out.barrierMargin ? margin : out.barrierMargin;
  }

  /** Share of the cycles in which the filter changed the torques. */
  public double changed() {
    return share(changed);
  }

  /** Share of the cycles in which the learned barrier acted. */
  public double barrier() {
    return share(barrier);
  }

  /** Share of the cycles that ended in the brake. */
  public double fallbacks() {
    return share(fallbacks);
  }

  /** Mean change of the torques, as a share of the torque limits. */
  public double intervention() {
    return cycles == 0 ? 0 : intervention / cycles;
  }

  /** Smallest B − δ − margin; not finite if there is no barrier or no cycle. */
  public double margin() {
    return margin;
  }

  private double share(int count) {
    return cycles == 0 ? 0 : (double) count / cycles;
  }
}
