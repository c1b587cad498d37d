package org.reins.sim.world;

/**
 * An upright cylinder.
 *
 * @param x centre, m
 * @param y centre, m
 * @param radius m, over 0 to 5
 * @param bottom height of the lower end, m; negative infinity for none
 * @param top height of the upper end, m; infinity for none
 */
public record Cylinder(String name, double x, double y, double radius, double bottom, double top)
    implements Region {
  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException naming the value and what is allowed
   */
  public Cylinder {
    Ranges.require("x", x, -10, 10, " m");
    Ranges.require("y", y, -10, 10, " m");
    Ranges.require("radius", radius, 0.001, 5, " m");
    if (!(top > bottom)) {
      throw new IllegalArgumentException(
          "height is " + bottom + " to " + top + " m: the first number must be the smaller one");
    }
  }

  @Override
  public double distance(double px, double py, double pz) {
    double side = Math.hypot(px - x, py - y) - radius;
    double end = Math.max(bottom - pz, pz - top);
    // Without ends this is the side's distance to the last bit.
    return end > 0 && side > 0 ? Math.hypot(side, end) : Math.max(side, end);
  }
}
