package org.reins.node.filter;

import org.reins.filter.FilterAction;
import org.reins.filter.FilterOutput;
import org.reins.node.messages.FilterStatus;

/** Gathers the worst of several cycles for one status. */
final class StatusWindow {
  private int cycles;
  private int modified;
  private int barrier;
  private int action;
  private int reason;
  private int level;
  private long rows;
  private double barrierMargin;
  private double obstacleMargin;
  private double speedShare;
  private double slack;
  private double intervention;
  private double disturbance;
  private double speedScale;

  StatusWindow() {
    clear();
  }

  void clear() {
    cycles = 0;
    modified = 0;
    barrier = 0;
    action = 0;
    reason = 0;
    rows = 0;
    barrierMargin = Double.POSITIVE_INFINITY;
    obstacleMargin = Double.POSITIVE_INFINITY;
    speedShare = 0;
    slack = 0;
    intervention = 0;
    disturbance = 0;
  }

  int cycles() {
    return cycles;
  }

  void add(FilterOutput out, int envelopeLevel) {
    cycles++;
    level = envelopeLevel;
    rows |= out.activeRows;
    speedScale = out.speedScale;
    if (out.action != FilterAction.PASS) {
      modified++;
    }
    if (out.barrierActive) {
      barrier++;
    }
    if (out.action.ordinal() >= action) {
      action = out.action.ordinal();
      reason = out.reason.ordinal();
    }
    // Math.min keeps a NaN: no barrier, no margin.
    barrierMargin = Math.min(barrierMargin, out.barrierMargin);
    obstacleMargin = Math.min(obstacleMargin, out.obstacleMargin);
    speedShare = Math.max(speedShare, out.speedShare);
    slack = Math.max(slack, out.slack);
    intervention = Math.max(intervention, out.intervention);
    disturbance = Math.max(disturbance, out.disturbance);
  }

  void write(FilterStatus status, long deadlineMisses) {
    status.action = action;
    status.reason = reason;
    status.level = level;
    status.cycles = cycles;
    status.modifiedCycles = modified;
    status.barrierCycles = barrier;
    status.activeRows = rows;
    status.barrierMargin = barrierMargin;
    status.obstacleMargin = obstacleMargin;
    status.speedShare = speedShare;
    status.slack = slack;
    status.intervention = intervention;
    status.disturbance = disturbance;
    status.speedScale = speedScale;
    status.deadlineMisses = deadlineMisses;
  }
}
