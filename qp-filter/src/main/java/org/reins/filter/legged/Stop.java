package org.reins.filter.legged;

import org.reins.robot.state.RobotState;

/**
 * The fallback of a walking robot's filter: the twist goes to zero as fast as allowed, and once the
 * body is quiet the robot stands on all its feet. For a fast-moving body the feet catch up first:
 * the twist goes towards a share of the body's own speed, which brings the feet under it, and to
 * zero as that speed falls.
 */
public final class Stop {
  private static final double FAST = 0.3;
  private static final double SHARE = 0.6;
  private static final double SLOW = 0.15;
  private static final double QUIET = 0.6;

  private Stop() {}

  /**
   * Writes the rates that bring the robot to a stop.
   *
   * @param fresh whether odometry is current; otherwise it is ignored
   * @param twist not modified
   * @param period in which the twist may reach its end, s
   * @param rate overwritten: m/s², m/s², rad/s²
   */
  public static void rates(
      LegOdometry odometry, boolean fresh, double[] twist, double period, double[] rate) {
    for (int k = 0; k < rate.length; k++) {
      double most = WalkController.slew(k);
      double v = fresh && k < 2 ? odometry.velocity()[k] : 0;
      double to = Math.abs(v) > FAST ? SHARE * v : 0;
      rate[k] = Math.max(-most, Math.min(most, (to - twist[k]) / period));
    }
  }

  /** Whether the robot may put all its feet down: it hardly moves and is not commanded to move. */
  public static boolean mayStand(RobotState seen, LegOdometry odometry, double[] twist) {
    double[] v = odometry.velocity();
    double[] w = seen.base.angular;
    boolean told = false;
    for (double c : twist) {
      told |= Math.abs(c) >= 0.01;
    }
    return !told
        && Math.hypot(v[0], v[1]) < SLOW
        && Math.sqrt(w[0] * w[0] + w[1] * w[1] + w[2] * w[2]) < QUIET;
  }
}
