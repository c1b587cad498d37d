package org.reins.sim.legged;

/**
 * What a legged robot stands on.
 *
 * @param terrain its shape
 * @param friction Coulomb coefficient, 0 to 5
 */
public record Ground(Terrain terrain, double friction) {
  /** Level, of dry floor. */
  public static final Ground LEVEL = new Ground(Terrain.FLAT, 0.7);

  /**
   * Checks the coefficient.
   *
   * @throws IllegalArgumentException naming its value and what is allowed
   */
  public Ground {
    if (!(friction >= 0 && friction <= 5)) {
      throw new IllegalArgumentException(
          "friction of the ground is " + friction + ": allowed is 0 to 5");
    }
  }

  /**
   * Angle of the slope, 0 for level ground, for simulators whose ground is made of two planes of
   * which the higher one counts.
   *
   * @param simulator its name, for the message
   * @return rad, at least 0
   * @throws IllegalArgumentException when it has another shape or goes down
   */
  public double slope(String simulator) {
    if (terrain instanceof Slope s && s.angle() >= 0) {
      return s.angle();
    }
    if (terrain != Terrain.FLAT) {
      throw new IllegalArgumentException(
          "the ground is neither level nor a slope upwards: " + simulator + " has no other here");
    }
    return 0;
  }
}
