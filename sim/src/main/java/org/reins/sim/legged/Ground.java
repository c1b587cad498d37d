package org.reins.sim.legged;

/**
 * The ground under a legged robot.
 *
 * @param terrain its shape
 * @param friction Coulomb coefficient, 0 to 5
 */
public record Ground(Terrain terrain, double friction) {
  /** Level dry floor. */
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
   * Angle of the slope, 0 for level ground. It is for simulators whose ground consists of two
   * planes, of which the higher one counts.
   *
   * @param simulator name of the simulator, for the message
   * @return angle, rad, at least 0
   * @throws IllegalArgumentException if the ground has another shape or slopes down
   */
  public double slope(String simulator) {
    if (terrain instanceof Slope s && s.angle() >= 0) {
      return s.angle();
    }
    if (terrain != Terrain.FLAT) {
      throw new IllegalArgumentException(
          "the ground is neither level nor an upward slope: " + simulator + " supports no other");
    }
    return 0;
  }
}
