package org.reins.filter.constraint;

/**
 * A capsule in the world, or a sphere if both ends coincide; it may move as a whole.
 *
 * @param name as in statuses
 * @param from one end, world axes, m, length 3; not copied: the code that moves the obstacle writes
 *     here
 * @param to other end, m; the same
 * @param velocity of both ends, m/s, length 3; the same
 * @param radius m, over 0
 */
public record CapsuleObstacle(
    String name, double[] from, double[] to, double[] velocity, double radius) {
  /**
   * Checks shapes and the radius.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  public CapsuleObstacle {
    if (from.length != 3 || to.length != 3 || velocity.length != 3) {
      throw new IllegalArgumentException(
          name
              + ": ends and velocity must have 3 numbers each, not "
              + from.length
              + ", "
              + to.length
              + " and "
              + velocity.length);
    }
    if (!(radius > 0)) {
      throw new IllegalArgumentException(
          name + " has radius " + radius + " m: it must be positive");
    }
  }

  /** A sphere that stands still. */
  public static CapsuleObstacle sphere(String name, double x, double y, double z, double radius) {
    double[] centre = {x, y, z};
    return new CapsuleObstacle(name, centre, centre, new double[3], radius);
  }
}
