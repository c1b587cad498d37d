package org.reins.node.filter;

import java.util.Arrays;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;
import org.reins.node.messages.FilterStatus;

/** Collects the worst values of several cycles for one status. Allocates nothing while it does. */
public final class StatusWindow {
  private final double[] deviation;
  private int cycles;
  private int modified;
  private int barrier;
  private int ood;
  private int fallback;
  private FilterAction action;
  private FilterReason reason;
  private int level;
  private double speedScale;
  private long rows;
  private double barrierMargin;
  private double obstacleMargin;
  private double speedShare;
  private double slack;
  private double intervention;
  private double disturbance;
  private double jump;
  private double variance;
  private double positionDrift;
  private double contactEnergy;
  private double trackingError;
  private long cell;

  /**
   * Makes a window over cycles.
   *
   * @param joints number of unexplained velocities in a {@link CycleReport}
   */
  public StatusWindow(int joints) {
    deviation = new double[joints];
    clear();
  }

  /** Starts the next window. */
  public void clear() {
    Arrays.fill(deviation, 0);
    cycles = 0;
    modified = 0;
    barrier = 0;
    ood = 0;
    fallback = 0;
    action = FilterAction.PASS;
    reason = FilterReason.NONE;
    rows = 0;
    barrierMargin = Double.POSITIVE_INFINITY;
    obstacleMargin = Double.POSITIVE_INFINITY;
    speedShare = 0;
    slack = 0;
    intervention = 0;
    disturbance = 0;
    jump = 0;
    variance = 0;
    positionDrift = 0;
    contactEnergy = 0;
    trackingError = 0;
  }

  /** Cycles in the window. */
  public int cycles() {
    return cycles;
  }

  /**
   * Takes the report of one cycle.
   *
   * @param r not retained
   */
  public void add(CycleReport r) {
    cycles++;
    modified += r.action == FilterAction.PASS ? 0 : 1;
    barrier += r.barrierActive ? 1 : 0;
    ood += r.outOfDistribution ? 1 : 0;
    fallback += r.action.compareTo(FilterAction.FALLBACK) >= 0 ? 1 : 0;
    if (r.action.compareTo(action) >= 0) {
      action = r.action;
      reason = r.reason;
    }
    level = r.level;
    speedScale = r.speedScale;
    rows |= r.activeRows;
    // Math.min propagates NaN: without a barrier there is no margin.
    barrierMargin = Math.min(barrierMargin, r.barrierMargin);
    obstacleMargin = Math.min(obstacleMargin, r.obstacleMargin);
    speedShare = Math.max(speedShare, r.speedShare);
    slack = Math.max(slack, r.slack);
    intervention = Math.max(intervention, r.intervention);
    disturbance = Math.max(disturbance, r.disturbance);
    jump = Math.max(jump, r.nominalJump);
    variance = Math.max(variance, r.nominalVariance);
    positionDrift = Math.max(positionDrift, r.positionDrift);
    contactEnergy = Math.max(contactEnergy, r.contactEnergy);
    for (int i = 0; i < deviation.length; i++) {
      // The sign matters: velocity noise cancels in the next measurement, a motion stays.
      deviation[i] += r.unexplainedVelocity[i];
      trackingError = Math.max(trackingError, Math.abs(deviation[i]));
    }
    cell = r.postureCell;
  }

  /**
   * Writes the worst values of the window.
   *
   * @param deadlineMisses since the start
   */
  public void write(FilterStatus status, long deadlineMisses) {
    status.action = action.code();
    status.reason = reason.code();
    status.level = level;
    status.cycles = cycles;
    status.modifiedCycles = modified;
    status.barrierCycles = barrier;
    status.oodCycles = ood;
    status.fallbackCycles = fallback;
    status.activeRows = rows;
    status.barrierMargin = barrierMargin;
    status.obstacleMargin = obstacleMargin;
    status.speedShare = speedShare;
    status.slack = slack;
    status.intervention = intervention;
    status.disturbance = disturbance;
    status.speedScale = speedScale;
    status.nominalJump = jump;
    status.nominalVariance = variance;
    status.positionDrift = positionDrift;
    status.contactEnergy = contactEnergy;
    status.trackingError = trackingError;
    status.postureCell = cell;
    status.deadlineMisses = deadlineMisses;
  }
}
