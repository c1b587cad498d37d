package org.reins.node.walk;

import org.reins.robot.model.RobotModel;

/**
 * How far the joints are from the posture that a walk begins in: a robot that is elsewhere would be
 * pulled there at once.
 */
final class Posture {
  /** Farthest that a joint may be away for a walk to begin, rad. */
  static final double NEAR = 0.5;

  private final double[] posture;

  Posture(RobotModel robot) {
    posture = robot.posture();
  }

  /**
   * The largest distance of a joint.
   *
   * @param q rad, not modified
   * @return rad; infinite when a position is not finite
   */
  double farthest(double[] q) {
    double most = 0;
    for (int i = 0; i < posture.length; i++) {
      double d = Math.abs(q[i] - posture[i]);
      most = Double.isFinite(d) ? Math.max(most, d) : Double.POSITIVE_INFINITY;
    }
    return most;
  }
}
