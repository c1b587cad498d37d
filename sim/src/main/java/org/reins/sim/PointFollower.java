package org.reins.sim;

import java.util.Arrays;

/**
 * LearnedModels a joint_trajectory_controller for trajectories of one point. From its last
 * position, it follows the cubic that reaches the point's position and velocity in time, and then
 * holds the point. Allocates nothing after construction; not thread-safe.
 */
public final class PointFollower {
  private final double[] position;
  private final double[] velocity;

  /** Prepares a follower for a number of joints. */
  public PointFollower(int joints) {
    position = new double[joints];
    velocity = new double[joints];
  }

  /** Starts over, at rest. */
  public void reset(double[] q) {
    System.arraycopy(q, 0, position, 0, position.length);
    Arrays.fill(velocity, 0);
  }

  /**
   * Advances by a period.
   *
   * @param period period, s
   * @param p the point, rad, not modified
   * @param v its velocities, rad/s, not modified
   * @param ahead time until the point is due, s; at 0 and below, the point is held
   * @return the controller's position, rad; owned by this object, overwritten here
   */
  public double[] step(double period, double[] p, double[] v, double ahead) {
    for (int i = 0; i < position.length; i++) {
      if (ahead <= period) {
        position[i] = p[i];
        velocity[i] = ahead <= 0 ? 0 : v[i];
        continue;
      }
      double s = period / ahead;
      double from = position[i];
      double m0 = ahead * velocity[i];
      double m1 = ahead * v[i];
      double c3 = 2 * (from - p[i]) + m0 + m1;
      double c2 = 3 * (p[i] - from) - 2 * m0 - m1;
      position[i] = from + s * (m0 + s * (c2 + s * c3));
      velocity[i] = (m0 + s * (2 * c2 + s * 3 * c3)) / ahead;
    }
    return position;
  }
}
