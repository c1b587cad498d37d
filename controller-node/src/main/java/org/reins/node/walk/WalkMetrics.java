package org.reins.node.walk;

import java.util.List;
import org.reins.filter.constraint.RowName;
import org.reins.filter.legged.WalkGuard;
import org.reins.node.filter.ActionChange;
import org.reins.node.filter.CycleReport;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;

/**
 * Computes the status values of each cycle of a walking robot. The rows are {@link #BARRIER} and
 * {@link #JOINTS}. The margin of the barrier is given as the body height, m, that would have to be
 * lost to reach the barrier. There is no obstacle. Allocates nothing after construction; not
 * thread-safe.
 */
public final class WalkMetrics {
  /** Bit of the learned barrier in {@link CycleReport#activeRows}. */
  public static final long BARRIER = 1;

  /** Bit of the joints' limits. */
  public static final long JOINTS = 2;

  /** The names of these rows, in the order of their bits. */
  public static final List<RowName> ROWS =
      List.of(
          new RowName("barrier", "balance of the body, twist reduced", "m"),
          new RowName("joints", "limits of the joints, torques reduced", "rad"));

  // An action ranges from −1 to 1.
  private static final double ACTION_RANGE = 2;
  private static final double CELL = 0.2;

  private final double[] fastest;
  private final double[] strongest;
  private final double[] shares;
  private final ActionChange change;
  private final double period;
  private final double metres;

  /**
   * Prepares.
   *
   * @param period of the cycles, s
   * @param actions size of the policy's action
   * @param metres height that corresponds to B = 1
   */
  public WalkMetrics(RobotModel robot, double period, int actions, double metres) {
    this.period = period;
    this.metres = metres;
    fastest = robot.joints().stream().mapToDouble(j -> j.limits().velocity()).toArray();
    strongest = robot.joints().stream().mapToDouble(j -> j.limits().effort()).toArray();
    shares = new double[actions];
    change = new ActionChange(actions);
  }

  /** Starts over: the next action has no predecessor. */
  public void forget() {
    change.forget();
  }

  /**
   * Takes the policy's action and the resulting command.
   *
   * @param policy its action; not modified
   * @param nominal the torques without the filter, N·m; not modified
   * @param torque the torques with it, N·m; not modified
   * @param seen the measurement
   * @param r overwritten except for action, reason, level and speed scale
   */
  public void report(
      WalkGuard guard,
      boolean torqueChanged,
      float[] policy,
      double[] nominal,
      double[] torque,
      RobotState seen,
      CycleReport r) {
    r.barrierActive = guard.share() < 1;
    r.barrierMargin = guard.safety() * metres;
    r.activeRows = (r.barrierActive ? BARRIER : 0) | (torqueChanged ? JOINTS : 0);
    r.intervention = r.barrierActive ? 1 - guard.share() : 0;
    r.speedShare = 0;
    for (int i = 0; i < fastest.length; i++) {
      r.speedShare = Math.max(r.speedShare, Math.abs(seen.qd[i]) / fastest[i]);
      r.intervention = Math.max(r.intervention, Math.abs(torque[i] - nominal[i]) / strongest[i]);
    }
    boolean answered = true;
    for (int k = 0; k < shares.length; k++) {
      answered &= Float.isFinite(policy[k]);
      shares[k] = policy[k] / ACTION_RANGE;
    }
    if (answered) {
      change.add(shares, period);
    } else {
      // No action is no change; a number that is not finite would stay in the variance.
      change.forget();
    }
    r.nominalJump = change.jump();
    r.nominalVariance = change.variance();
  }

  /**
   * The cell of a twist, which serves as the robot's location in the statistics.
   *
   * @param twist along x and y, m/s, and about z, rad/s; not modified
   */
  public static long cell(double[] twist) {
    long cell = 0;
    for (double t : twist) {
      cell = cell << 8 | (long) Math.floor(t / CELL) + 128 & 0xFF;
    }
    return cell;
  }
}
