package org.reins.node.walk;

/**
 * How far the joints are from the posture in which a walk starts: a robot in another posture would
 * be pulled there abruptly.
 */
final class Posture {
  /** Largest distance of a joint at which a walk may start, rad. */
  static final double NEAR = 0.5;

  private final double[] posture;

  Posture(double[] posture) {
    this.posture = posture;
  }

  /**
   * The largest distance of a joint.
   *
   * @param q rad, not modified
   * @return rad; infinite if a position is not finite
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
