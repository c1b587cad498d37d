package org.reins.sim.legged;

import java.util.SplittableRandom;

/** The shape of the ground: a height at every point of the plane. Immutable. */
public interface Terrain {
  /** Level ground at height 0. */
  Terrain FLAT = (x, y) -> 0;

  /** Height at a point, m. */
  double height(double x, double y);

  /**
   * Computes the unit normal at a point, by differences over 2 cm.
   *
   * @param out length ≥ 3, overwritten
   */
  default void normal(double x, double y, double[] out) {
    double e = 0.01;
    double dx = (height(x + e, y) - height(x - e, y)) / (2 * e);
    double dy = (height(x, y + e) - height(x, y - e)) / (2 * e);
    double length = Math.sqrt(1 + dx * dx + dy * dy);
    out[0] = -dx / length;
    out[1] = -dy / length;
    out[2] = 1 / length;
  }

  /**
   * A plane that rises along x from x = 1 m.
   *
   * @param angle slope angle, rad, −0.6 to 0.6
   */
  static Terrain slope(double angle) {
    return new Slope(angle);
  }

  /**
   * Steps up along x from x = 1 m, 0.3 m deep. Each riser is 2 cm long so that feet can climb it.
   *
   * @param height height of a step, m, 0 to 0.2
   */
  static Terrain steps(double height) {
    require("step height", height, 0, 0.2);
    double depth = 0.3;
    double riser = 0.02;
    return (x, y) -> {
      double s = Math.max(0, x - 1) / depth;
      double whole = Math.floor(s);
      return height * (whole + Math.min(1, (s - whole) * depth / riser));
    };
  }

  /**
   * Random bumps on a grid of 0.2 m, smooth between grid points, and level within 0.5 m of the
   * origin.
   *
   * @param amplitude largest height, m, 0 to 0.1
   */
  static Terrain rough(double amplitude, long seed) {
    require("bumps", amplitude, 0, 0.1);
    double cell = 0.2;
    return (x, y) -> {
      double near = Math.min(1, Math.max(0, (Math.hypot(x, y) - 0.5) / 0.5));
      double u = x / cell;
      double v = y / cell;
      long i = (long) Math.floor(u);
      long j = (long) Math.floor(v);
      double a = smooth(u - i);
      double b = smooth(v - j);
      double low = (1 - a) * bump(i, j, seed) + a * bump(i + 1, j, seed);
      double high = (1 - a) * bump(i, j + 1, seed) + a * bump(i + 1, j + 1, seed);
      return near * amplitude * ((1 - b) * low + b * high);
    };
  }

  private static double smooth(double t) {
    return t * t * (3 - 2 * t);
  }

  /** A number in [0, 1) for a grid point. */
  private static double bump(long i, long j, long seed) {
    long z = seed + i * 0x9E3779B97F4A7C15L + j * 0xC2B2AE3D27D4EB4FL;
    return new SplittableRandom(z).nextDouble();
  }

  /** Refuses a number that is out of range; the message contains its name. */
  static void require(String what, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(
          what + " is " + value + ": allowed is " + low + " to " + high);
    }
  }
}
