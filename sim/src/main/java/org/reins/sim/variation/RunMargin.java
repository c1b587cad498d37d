package org.reins.sim.variation;

import java.util.List;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;
import org.reins.sim.Judge;

/**
 * How near a run came to a violation: the smallest, over the run, of the clearances over 0.1 m, of
 * the joints' room over 0.1 rad, and of 1 − |speed| over the speed limit. Dimensionless, at most
 * {@link #MOST}. Below 0, a limit was broken. Torques do not count. Not thread-safe.
 */
public final class RunMargin {
  /** The largest margin told apart. */
  public static final double MOST = 1;

  private static final double CLEARANCE = 0.1;
  private static final double ROOM = 0.1;

  private final JointLimits[] limits;
  private final double[] perRadian;
  private final boolean zones;
  private double margin = MOST;

  /**
   * Makes one.
   *
   * @param zones whether the clearance from zones counts
   */
  public RunMargin(RobotModel robot, boolean zones) {
    List<JointLimits> all = robot.joints().stream().map(j -> j.limits()).toList();
    limits = all.toArray(JointLimits[]::new);
    perRadian = robot.perRadian();
    this.zones = zones;
  }

  /**
   * Takes a step.
   *
   * @param q true positions, rad
   * @param qd true velocities, rad/s
   * @param judge which has judged the step
   */
  public void observe(double[] q, double[] qd, Judge judge) {
    double clearance = Math.min(judge.tableClearance(), judge.obstacleClearance());
    if (zones) {
      clearance = Math.min(clearance, judge.zoneClearance());
    }
    margin = Math.min(margin, clearance / CLEARANCE);
    for (int i = 0; i < limits.length; i++) {
      double room = Math.min(q[i] - limits[i].lower(), limits[i].upper() - q[i]);
      margin = Math.min(margin, room / (ROOM * perRadian[i]));
      margin = Math.min(margin, 1 - Math.abs(qd[i]) / limits[i].velocity());
    }
  }

  /** The smallest margin so far. */
  public double smallest() {
    return margin;
  }
}
