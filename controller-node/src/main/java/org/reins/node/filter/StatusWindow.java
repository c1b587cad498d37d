package org.reins.node.filter;

import java.util.Arrays;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterInput;
import org.reins.filter.FilterOutput;
import org.reins.node.messages.FilterStatus;
import org.reins.robot.model.RobotModel;

/** Gathers the worst of several cycles for one status. Allocates nothing while it does. */
public final class StatusWindow {
  private static final double CELL = 0.4;
  private static final double FORGETTING = 60;
  // Longest time between two measurements that are compared, periods. What went on in a longer gap
  // nobody knows: the robot may have stopped by itself, or a clock may have jumped.
  private static final double MOST_GAP = 3.5;

  /** Time over which the variance of the actions is taken, s. */
  public static final double VARIANCE_MEMORY = 0.1;

  private final double[] limits;
  private final double[] nominal;
  private final double[] q;
  private final double[] qd;
  private final double[] drift;
  private final double[] expected;
  private final double[] deviation;
  private final RunningVariance variance;
  private final double longest;
  private boolean began;
  private int ood;
  private int fallback;
  private double jump;
  private double largestVariance;
  private double positionDrift;
  private double contactEnergy;
  private double trackingError;
  private long cell;
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

  /** Makes a window over a robot's cycles. */
  public StatusWindow(RobotModel robot) {
    limits = robot.joints().stream().mapToDouble(j -> j.limits().effort()).toArray();
    nominal = new double[robot.dof()];
    q = new double[robot.dof()];
    qd = new double[robot.dof()];
    drift = new double[robot.dof()];
    expected = new double[robot.dof()];
    deviation = new double[robot.dof()];
    variance = new RunningVariance(robot.dof(), VARIANCE_MEMORY);
    longest = MOST_GAP / robot.control().rateHz();
    clear();
  }

  /** Begins the next window. */
  public void clear() {
    ood = 0;
    fallback = 0;
    jump = 0;
    largestVariance = 0;
    positionDrift = 0;
    contactEnergy = 0;
    trackingError = 0;
    Arrays.fill(deviation, 0);
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

  /** Cycles in the window. */
  public int cycles() {
    return cycles;
  }

  /**
   * Takes a cycle.
   *
   * @param out not kept
   * @param in what it was computed from; not kept
   * @param envelopeLevel that was in force
   */
  public void add(FilterOutput out, FilterInput in, int envelopeLevel) {
    cycles++;
    observe(out.nominal, out.acceleration, in);
    if (out.obstacleMargin < 0 || out.barrierMargin < 0) {
      contactEnergy = Math.max(contactEnergy, out.kineticEnergy);
    }
    if (out.action.compareTo(FilterAction.FALLBACK) >= 0) {
      fallback++;
    }
    if (out.outOfDistribution) {
      ood++;
    }
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

  /** Begins anew with a robot that may be elsewhere. */
  public void forget() {
    clear();
    began = false;
    variance.forget();
    Arrays.fill(drift, 0);
  }

  private void observe(double[] wanted, double[] acceleration, FilterInput in) {
    variance.add(wanted, in.dt);
    for (int i = 0; i < nominal.length; i++) {
      if (began) {
        jump = Math.max(jump, Math.abs(wanted[i] - nominal[i]) / limits[i]);
      }
      nominal[i] = wanted[i];
      largestVariance = Math.max(largestVariance, variance.of(i) / (limits[i] * limits[i]));
    }
    // Between two measurements, whatever the cycles without one in between.
    if (in.stateFresh) {
      compare(in);
      began = true;
    }
    System.arraycopy(acceleration, 0, expected, 0, expected.length);
  }

  private void compare(FilterInput in) {
    cell = 0;
    for (int i = 0; i < q.length; i++) {
      if (!Double.isFinite(in.q[i] + in.qd[i])) {
        continue;
      }
      if (began && in.dt <= longest) {
        double unexplained = in.q[i] - q[i] - (in.qd[i] + qd[i]) / 2 * in.dt;
        drift[i] += unexplained - drift[i] * in.dt / FORGETTING;
        positionDrift = Math.max(positionDrift, Math.abs(drift[i]));
        deviation[i] += in.qd[i] - qd[i] - expected[i] * in.dt;
        trackingError = Math.max(trackingError, Math.abs(deviation[i]));
      }
      q[i] = in.q[i];
      qd[i] = in.qd[i];
      if (i < 4) {
        cell = cell << 8 | (long) Math.floor(in.q[i] / CELL) + 128 & 0xFF;
      }
    }
  }

  /** Writes the window's worst. */
  public void write(FilterStatus status, long deadlineMisses) {
    status.oodCycles = ood;
    status.fallbackCycles = fallback;
    status.nominalJump = jump;
    status.nominalVariance = largestVariance;
    status.positionDrift = positionDrift;
    status.contactEnergy = contactEnergy;
    status.trackingError = trackingError;
    status.postureCell = cell;
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
