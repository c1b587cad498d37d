package org.reins.node.walk;

import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;
import org.reins.filter.legged.FilteredWalk;
import org.reins.node.filter.RunningVariance;
import org.reins.node.filter.StatusWindow;
import org.reins.node.messages.FilterStatus;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;

/**
 * Gathers the worst of several cycles of a walking robot for one status. The rows are {@link
 * #BARRIER} and {@link #JOINTS}; the margin of the barrier is given as the height, m, that the body
 * would have to lose for it, and there is no obstacle. Allocates nothing while it does.
 */
public final class WalkWindow {
  /** Bit of the learned barrier in {@link FilterStatus#activeRows}. */
  public static final long BARRIER = 1;

  /** Bit of the joints' limits. */
  public static final long JOINTS = 2;

  private static final double CELL = 0.2;

  private final double[] fastest;
  private final double[] strongest;
  private final float[] before;
  private final double[] half;
  private final RunningVariance variance;
  private final double period;
  private final double metres;
  private int cycles;
  private int modified;
  private int barrier;
  private int fallback;
  private FilterAction worst;
  private FilterReason reason;
  private long rows;
  private double margin;
  private double speedShare;
  private double intervention;
  private double jump;
  private double largestVariance;

  /**
   * Makes a window.
   *
   * @param period of the cycles, s
   * @param actions numbers of the policy's action
   * @param metres what B = 1 stands for
   */
  public WalkWindow(RobotModel robot, double period, int actions, double metres) {
    this.period = period;
    this.metres = metres;
    fastest = robot.joints().stream().mapToDouble(j -> j.limits().velocity()).toArray();
    strongest = robot.joints().stream().mapToDouble(j -> j.limits().effort()).toArray();
    before = new float[actions];
    half = new double[actions];
    variance = new RunningVariance(actions, StatusWindow.VARIANCE_MEMORY);
    clear();
  }

  /** Begins the next window. */
  public void clear() {
    cycles = 0;
    modified = 0;
    barrier = 0;
    fallback = 0;
    worst = FilterAction.PASS;
    reason = FilterReason.NONE;
    rows = 0;
    margin = Double.POSITIVE_INFINITY;
    speedShare = 0;
    intervention = 0;
    jump = 0;
    largestVariance = 0;
  }

  /** Cycles in the window. */
  public int cycles() {
    return cycles;
  }

  /** Takes a cycle: what was seen, wanted, asked of the policy, and sent. */
  public void add(
      FilterAction action,
      FilterReason why,
      RobotState seen,
      FilteredWalk guard,
      boolean torqueChanged,
      float[] policy,
      double[] nominal,
      double[] torque) {
    cycles++;
    if (action.compareTo(worst) > 0) {
      worst = action;
      reason = why;
    }
    modified += action == FilterAction.PASS ? 0 : 1;
    fallback += action.compareTo(FilterAction.FALLBACK) >= 0 ? 1 : 0;
    // Math.min keeps a NaN: no barrier, no margin.
    margin = Math.min(margin, guard.safety() * metres);
    if (guard.share() < 1) {
      barrier++;
      rows |= BARRIER;
      intervention = Math.max(intervention, 1 - guard.share());
    }
    rows |= torqueChanged ? JOINTS : 0;
    for (int i = 0; i < fastest.length; i++) {
      speedShare = Math.max(speedShare, Math.abs(seen.qd[i]) / fastest[i]);
      intervention = Math.max(intervention, Math.abs(torque[i] - nominal[i]) / strongest[i]);
    }
    for (int k = 0; k < before.length; k++) {
      // An action reaches from −1 to 1.
      jump = Math.max(jump, Math.abs(policy[k] - before[k]) / 2);
      before[k] = policy[k];
      half[k] = policy[k] / 2.0;
    }
    variance.add(half, period);
    for (int k = 0; k < half.length; k++) {
      largestVariance = Math.max(largestVariance, variance.of(k));
    }
  }

  /** Writes the window's worst; the twist stands for where the robot is. */
  public void write(FilterStatus status, double[] twist, long deadlineMisses) {
    status.action = worst.ordinal();
    status.reason = reason.ordinal();
    status.cycles = cycles;
    status.modifiedCycles = modified;
    status.barrierCycles = barrier;
    status.fallbackCycles = fallback;
    status.activeRows = rows;
    status.barrierMargin = margin;
    status.obstacleMargin = Double.POSITIVE_INFINITY;
    status.speedShare = speedShare;
    status.intervention = intervention;
    status.nominalJump = jump;
    status.nominalVariance = largestVariance;
    status.deadlineMisses = deadlineMisses;
    status.slack = 0;
    status.disturbance = 0;
    status.oodCycles = 0;
    status.positionDrift = 0;
    status.contactEnergy = 0;
    status.trackingError = 0;
    long cell = 0;
    for (double t : twist) {
      cell = cell << 8 | (long) Math.floor(t / CELL) + 128 & 0xFF;
    }
    status.postureCell = cell;
  }
}
