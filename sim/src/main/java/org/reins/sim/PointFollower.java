package org.reins.sim;

import java.util.Arrays;

/**
 * What a joint_trajectory_controller makes of trajectories of one point: it goes from where it last
 * was along the cubic that meets the point's position and velocity in time, and holds the point
 * when it is there. Nothing allocates after construction; not thread-safe.
 */
public final class PointFollower {
  private final double[] position;
  private final double[] velocity;

  /** Prepares a number of joints. */
  public PointFollower(int joints) {
    position = new double[joints];
    velocity = new double[joints];
  }

  /** Begins anew, at rest. */
  public void reset(double[] q) {
    System.arraycopy(q, 0, position, 0, position.length);
    Arrays.fill(velocity, 0);
  }

  /**
   * Goes on for a period.
   *
   * @param period s
   * @param p the point, rad, not modified
   * @param v its velocities, rad/s, not modified
   * @param ahead time left until it is due, s; from 0 on it is held
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
