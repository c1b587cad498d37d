package org.reins.sim.legged;

/** A plane that rises along x from x = 1 m. Before that the ground is level. */
public final class Slope implements Terrain {
  /** Start of the slope, m along x. */
  public static final double FROM = 1;

  private final double angle;
  private final double rise;

  /**
   * Makes a slope.
   *
   * @param angle slope angle, rad, −0.6 to 0.6
   * @throws IllegalArgumentException if the angle is out of range
   */
  Slope(double angle) {
    Terrain.require("slope", angle, -0.6, 0.6);
    this.angle = angle;
    rise = Math.tan(angle);
  }

  /** Slope angle, rad. */
  public double angle() {
    return angle;
  }

  @Override
  public double height(double x, double y) {
    return rise * Math.max(0, x - FROM);
  }
}
