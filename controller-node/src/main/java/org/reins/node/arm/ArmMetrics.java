package org.reins.node.arm;

import java.util.Arrays;
import org.reins.filter.FilterInput;
import org.reins.filter.FilterOutput;
import org.reins.node.filter.ActionChange;
import org.reins.node.filter.CycleReport;
import org.reins.robot.model.RobotModel;

/**
 * Computes the status values of each cycle of an arm: what the filter did, how the policy's torque
 * changes, and how the measured motion differs from what velocities and model explain. Joints that
 * slide count in radians, {@link org.reins.robot.model.JointKind#perRadian}. Allocates nothing
 * after construction; not thread-safe.
 */
public final class ArmMetrics {
  private static final double CELL = 0.4;
  private static final int CELL_JOINTS = 4;
  private static final double FORGETTING = 60;
  // Longest time between two compared measurements, periods. The motion in a longer gap is unknown:
  // the robot may have stopped without a command, or a clock may have jumped.
  private static final double MOST_GAP = 3.5;

  private final double[] limits;
  private final double[] perRadian;
  private final double[] shares;
  private final double[] q;
  private final double[] qd;
  private final double[] drift;
  private final double[] expected;
  private final ActionChange change;
  private final double longest;
  private boolean began;

  /** Prepares for a robot. */
  public ArmMetrics(RobotModel robot) {
    int n = robot.dof();
    limits = robot.joints().stream().mapToDouble(j -> j.limits().effort()).toArray();
    perRadian = robot.perRadian();
    shares = new double[n];
    q = new double[n];
    qd = new double[n];
    drift = new double[n];
    expected = new double[n];
    change = new ActionChange(n);
    longest = MOST_GAP / robot.control().rateHz();
  }

  /** Starts over with a robot that may be elsewhere. */
  public void forget() {
    began = false;
    change.forget();
    Arrays.fill(drift, 0);
  }

  /**
   * Takes a cycle.
   *
   * @param out not retained
   * @param in the input from which it was computed; not retained
   * @param r overwritten; created for the robot's number of joints
   */
  public void report(FilterOutput out, FilterInput in, CycleReport r) {
    r.action = out.action;
    r.reason = out.reason;
    r.level = in.envelope.level();
    r.speedScale = out.speedScale;
    r.barrierActive = out.barrierActive;
    r.outOfDistribution = out.outOfDistribution;
    r.activeRows = out.activeRows;
    r.barrierMargin = out.barrierMargin;
    r.obstacleMargin = out.obstacleMargin;
    r.speedShare = out.speedShare;
    r.slack = out.slack;
    r.intervention = out.intervention;
    r.disturbance = out.disturbance;
    r.contactEnergy = out.obstacleMargin < 0 || out.barrierMargin < 0 ? out.kineticEnergy : 0;
    for (int i = 0; i < shares.length; i++) {
      shares[i] = out.nominal[i] / limits[i];
    }
    change.add(shares, in.dt);
    r.nominalJump = change.jump();
    r.nominalVariance = change.variance();
    r.positionDrift = 0;
    Arrays.fill(r.unexplainedVelocity, 0);
    // Between two measurements, including the cycles without one in between.
    if (in.stateFresh) {
      compare(in, r);
      began = true;
    }
    System.arraycopy(out.acceleration, 0, expected, 0, expected.length);
  }

  private void compare(FilterInput in, CycleReport r) {
    long cell = 0;
    for (int i = 0; i < q.length; i++) {
      if (!Double.isFinite(in.q[i] + in.qd[i])) {
        continue;
      }
      if (began && in.dt <= longest) {
        double unexplained = in.q[i] - q[i] - (in.qd[i] + qd[i]) / 2 * in.dt;
        drift[i] += unexplained - drift[i] * in.dt / FORGETTING;
        r.positionDrift = Math.max(r.positionDrift, Math.abs(drift[i]) / perRadian[i]);
        r.unexplainedVelocity[i] = (in.qd[i] - qd[i] - expected[i] * in.dt) / perRadian[i];
      }
      q[i] = in.q[i];
      qd[i] = in.qd[i];
      if (i < CELL_JOINTS) {
        cell = cell << 8 | (long) Math.floor(in.q[i] / (CELL * perRadian[i])) + 128 & 0xFF;
      }
    }
    r.postureCell = cell;
  }
}
