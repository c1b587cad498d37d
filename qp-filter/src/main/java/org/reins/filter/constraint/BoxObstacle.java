package org.reins.filter.constraint;

/**
 * A box in the world with edges along the axes of the robot's base, which stands still.
 *
 * @param name as in statuses
 * @param from corner with the smallest coordinates, m, length 3; not copied, not to be modified
 * @param to corner with the largest coordinates, m; the same
 */
public record BoxObstacle(String name, double[] from, double[] to) {
  private static final double FARTHEST = 100;

  /**
   * Checks the corners.
   *
   * @throws IllegalArgumentException naming the value and what is allowed
   */
  public BoxObstacle {
    if (from.length != 3 || to.length != 3) {
      throw new IllegalArgumentException(
          name
              + ": from and to must have 3 numbers each, not "
              + from.length
              + " and "
              + to.length);
    }
    for (int k = 0; k < 3; k++) {
      if (!(to[k] > from[k] && Math.abs(from[k]) <= FARTHEST && Math.abs(to[k]) <= FARTHEST)) {
        throw new IllegalArgumentException(
            name
                + ": from is "
                + from[k]
                + " m and to is "
                + to[k]
                + " m along "
                + "xyz".charAt(k)
                + ": each number of to must be the larger one, within 100 m");
      }
    }
  }
}
