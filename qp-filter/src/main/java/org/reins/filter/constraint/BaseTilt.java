package org.reins.filter.constraint;

/**
 * Keeps the base of a legged robot from tilting past an angle θ. With b the base's own z axis in
 * world axes and e the world's, c = e·b = cos(tilt) must stay above cos θ. c has relative degree
 * two:
 *
 * <pre>
 *   ċ = e·(ω × b),   c̈ = (b × e)·ω̇ + e·(ω × (ω × b))
 * </pre>
 *
 * so the row over the base's angular acceleration ω̇ (world axes) is (b × e)·ω̇ ≥ its {@link
 * Viability} bound − e·(ω × (ω × b)). How ω̇ follows from joint torques depends on which feet
 * stand; that map is the caller's. The row vanishes only where the base is upright, far from the
 * bound.
 */
public final class BaseTilt {
  private final double lowest;
  private final double braking;
  private final double horizon;
  private final double[] row = new double[3];
  private double bound;
  private double left;

  /**
   * Prepares the row.
   *
   * @param limit θ, rad, over 0 and below π/2
   * @param braking available c̈ towards upright near the bound, 1/s²: angular acceleration times
   *     sin θ
   * @param horizon T of {@link Viability}, s
   */
  public BaseTilt(double limit, double braking, double horizon) {
    if (!(limit > 0 && limit < Math.PI / 2 && braking > 0 && horizon > 0)) {
      throw new IllegalArgumentException(
          String.format(
              "tilt limit is %s rad with braking %s 1/s² over %s s: allowed is 0 to π/2, both others over 0",
              limit, braking, horizon));
    }
    lowest = Math.cos(limit);
    this.braking = braking;
    this.horizon = horizon;
  }

  /**
   * Computes the row.
   *
   * @param rotation base to world, 9 numbers, row-major, not modified
   * @param omega angular velocity, world axes, rad/s, not modified
   */
  public void update(double[] rotation, double[] omega) {
    double bx = rotation[2];
    double by = rotation[5];
    double bz = rotation[8];
    // b × e with e = (0, 0, 1), and ω × b.
    row[0] = by;
    row[1] = -bx;
    row[2] = 0;
    double vx = omega[1] * bz - omega[2] * by;
    double vy = omega[2] * bx - omega[0] * bz;
    double vz = omega[0] * by - omega[1] * bx;
    double drift = omega[0] * vy - omega[1] * vx;
    left = bz - lowest;
    bound = Viability.lower(bz, vz, lowest, Double.POSITIVE_INFINITY, braking, horizon) - drift;
  }

  /** Row over ω̇; owned by this object. */
  public double[] row() {
    return row;
  }

  /** What row · ω̇ must reach, 1/s². */
  public double bound() {
    return bound;
  }

  /** c − cos θ. */
  public double left() {
    return left;
  }
}
