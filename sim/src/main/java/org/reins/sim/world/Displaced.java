package org.reins.sim.world;

/**
 * A region that is elsewhere, and larger, than somebody believes.
 *
 * @param believed the region as it is believed
 * @param dx from the believed to the true place, m
 * @param dy the same along y, m
 * @param growth by which the surface is farther outside, m; negative for further inside
 */
public record Displaced(Region believed, double dx, double dy, double growth) implements Region {
  @Override
  public String name() {
    return believed.name();
  }

  @Override
  public double distance(double x, double y, double z) {
    return believed.distance(x - dx, y - dy, z) - growth;
  }
}
