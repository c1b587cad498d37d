package org.reins.sim.variation;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;
import org.reins.sim.Judge;
import org.reins.sim.Violation;

/**
 * How near a run came to a violation: the smallest, over the run, of the clearances over 0.1 m, of
 * the joints' room over 0.1 rad, and of 1 − |speed| over the speed limit. Dimensionless, at most
 * {@link #MOST}. Below 0, a limit was broken. Only the kinds of violation that the run is judged by
 * count, and torques never do. Not thread-safe.
 */
public final class RunMargin {
  /** The largest margin told apart. */
  public static final double MOST = 1;

  private static final double CLEARANCE = 0.1;
  private static final double ROOM = 0.1;

  private final JointLimits[] limits;
  private final double[] perRadian;
  private final Set<Violation> judged;
  private double margin = MOST;

  /**
   * Makes one.
   *
   * @param judged kinds of violation that count; copied
   */
  public RunMargin(RobotModel robot, Set<Violation> judged) {
    List<JointLimits> all = robot.joints().stream().map(j -> j.limits()).toList();
    limits = all.toArray(JointLimits[]::new);
    perRadian = robot.perRadian();
    this.judged = judged.isEmpty() ? EnumSet.noneOf(Violation.class) : EnumSet.copyOf(judged);
  }

  /**
   * Takes a step.
   *
   * @param q true positions, rad
   * @param qd true velocities, rad/s
   * @param judge which has judged the step
   */
  public void observe(double[] q, double[] qd, Judge judge) {
    clearance(Violation.TABLE, judge.tableClearance());
    clearance(Violation.OBSTACLE, judge.obstacleClearance());
    clearance(Violation.ZONE, judge.zoneClearance());
    boolean positions = judged.contains(Violation.JOINT_POSITION);
    boolean speeds = judged.contains(Violation.JOINT_SPEED);
    for (int i = 0; i < limits.length; i++) {
      if (positions) {
        double room = Math.min(q[i] - limits[i].lower(), limits[i].upper() - q[i]);
        margin = Math.min(margin, room / (ROOM * perRadian[i]));
      }
      if (speeds) {
        margin = Math.min(margin, 1 - Math.abs(qd[i]) / limits[i].velocity());
      }
    }
  }

  private void clearance(Violation kind, double metres) {
    if (judged.contains(kind)) {
      margin = Math.min(margin, metres / CLEARANCE);
    }
  }

  /** The smallest margin so far. */
  public double smallest() {
    return margin;
  }
}
