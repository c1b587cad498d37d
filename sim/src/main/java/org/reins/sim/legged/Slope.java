package org.reins.sim.legged;

/** A plane that rises along x from x = 1 m on; before that the ground is level. */
public final class Slope implements Terrain {
  /** Where it begins, m along x. */
  public static final double FROM = 1;

  private final double angle;
  private final double rise;

  /**
   * Makes a slope.
   *
   * @param angle rad, −0.6 to 0.6
   * @throws IllegalArgumentException when it is out of range
   */
  Slope(double angle) {
    Terrain.require("slope", angle, -0.6, 0.6);
    this.angle = angle;
    rise = Math.tan(angle);
  }

  /** How steep, rad. */
  public double angle() {
    return angle;
  }

  @Override
  public double height(double x, double y) {
    return rise * Math.max(0, x - FROM);
  }
}
