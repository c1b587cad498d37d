package org.reins.node.output;

import org.reins.robot.JointLimits;
import org.reins.robot.RobotModel;

/** Where a joint will be, and how fast, a short time ahead; never beyond its limits. */
final class Extrapolation {
  private final double[] lower;
  private final double[] upper;
  private final double[] fastest;
  private final double ahead;

  /**
   * Prepares it.
   *
   * @param ahead s
   */
  Extrapolation(RobotModel robot, double ahead) {
    this.ahead = ahead;
    int n = robot.dof();
    lower = new double[n];
    upper = new double[n];
    fastest = new double[n];
    for (int i = 0; i < n; i++) {
      JointLimits l = robot.joints().get(i).limits();
      lower[i] = l.lower();
      upper[i] = l.upper();
      fastest[i] = l.velocity();
    }
  }

  /** q̇ + q̈ T, rad/s. */
  double velocity(int i, double[] qd, double[] qdd) {
    return Math.max(-fastest[i], Math.min(fastest[i], qd[i] + ahead * qdd[i]));
  }

  /** q + q̇ T + ½ q̈ T², rad. */
  double position(int i, double[] q, double[] qd, double[] qdd) {
    double p = q[i] + ahead * qd[i] + ahead * ahead / 2 * qdd[i];
    return Math.max(lower[i], Math.min(upper[i], p));
  }
}
