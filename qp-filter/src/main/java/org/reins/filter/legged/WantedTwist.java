package org.reins.filter.legged;

import java.util.Arrays;

/** The twist that is wanted of a walking robot, and how fast the actual one may follow it. */
final class WantedTwist {
  // Largest change of a walking robot's command per second: along, across, about.
  private static final double[] SLEW = {3, 3, 6};

  /** Along x and y of the base, m/s, and about its z, rad/s; finite. */
  final double[] wanted = new double[SLEW.length];

  /** Requests a stop. */
  void reset() {
    Arrays.fill(wanted, 0);
  }

  /** Sets the twist; one that is not finite requests a stop. */
  void want(double vx, double vy, double wz) {
    boolean good = Double.isFinite(vx + vy + wz);
    wanted[0] = good ? vx : 0;
    wanted[1] = good ? vy : 0;
    wanted[2] = good ? wz : 0;
  }

  /**
   * Moves a twist towards another one.
   *
   * @param twist not modified, unless it is {@code next}
   * @param to not modified
   * @param period time until the next twist, s
   * @param next overwritten
   */
  static void follow(double[] twist, double[] to, double period, double[] next) {
    for (int k = 0; k < next.length; k++) {
      double most = SLEW[k] * period;
      next[k] = twist[k] + Math.max(-most, Math.min(most, to[k] - twist[k]));
    }
  }

  /** Largest change of a component per second: m/s², m/s², rad/s². */
  static double slew(int component) {
    return SLEW[component];
  }
}
