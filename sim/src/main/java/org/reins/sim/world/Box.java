package org.reins.sim.world;

/**
 * A box with edges along the axes.
 *
 * @param from corner with the smallest coordinates, m; not copied, not to be modified
 * @param to corner with the largest coordinates, m; the same
 */
public record Box(String name, double[] from, double[] to) implements Region {
  /**
   * Checks the corners.
   *
   * @throws IllegalArgumentException naming the value and what is allowed
   */
  public Box {
    Ranges.requirePoint("from", from);
    Ranges.requirePoint("to", to);
    for (int k = 0; k < 3; k++) {
      if (!(to[k] > from[k])) {
        throw new IllegalArgumentException(
            "to is "
                + to[k]
                + " m and from "
                + from[k]
                + " m along "
                + "xyz".charAt(k)
                + ": each number of to must be the larger one");
      }
    }
  }

  @Override
  public double distance(double x, double y, double z) {
    double dx = beyond(0, x);
    double dy = beyond(1, y);
    double dz = beyond(2, z);
    double inside = Math.max(dx, Math.max(dy, dz));
    if (inside <= 0) {
      return inside;
    }
    return Math.hypot(Math.hypot(Math.max(0, dx), Math.max(0, dy)), Math.max(0, dz));
  }

  private double beyond(int axis, double p) {
    return Math.max(from[axis] - p, p - to[axis]);
  }
}
