package org.reins.sim.world;

/**
 * A capsule, or a ball where both ends coincide.
 *
 * @param from one end, m; not copied, not to be modified
 * @param to the other end, m; the same
 * @param radius m, over 0 to 5
 */
public record Rod(String name, double[] from, double[] to, double radius) implements Region {
  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException naming the value and what is allowed
   */
  public Rod {
    Ranges.requirePoint("from", from);
    Ranges.requirePoint("to", to);
    Ranges.require("radius", radius, 0.001, 5, " m");
  }

  @Override
  public double distance(double x, double y, double z) {
    double dx = to[0] - from[0];
    double dy = to[1] - from[1];
    double dz = to[2] - from[2];
    double square = dx * dx + dy * dy + dz * dz;
    double along = (x - from[0]) * dx + (y - from[1]) * dy + (z - from[2]) * dz;
    double s = square == 0 ? 0 : Math.max(0, Math.min(1, along / square));
    double ex = x - from[0] - s * dx;
    double ey = y - from[1] - s * dy;
    double ez = z - from[2] - s * dz;
    return Math.sqrt(ex * ex + ey * ey + ez * ez) - radius;
  }
}
