package org.reins.robot.model;

/**
 * A capsule fixed to a link: all points within {@code radius} of a segment.
 *
 * @param link name of the link
 * @param from one end of the segment in the link frame, m, length 3; not copied, not to be modified
 * @param to other end of the segment in the link frame, m, length 3
 * @param radius radius, m
 */
public record Capsule(String link, double[] from, double[] to, double radius) {

  /**
   * Checks shapes and the radius.
   *
   * @throws IllegalArgumentException naming the error
   */
  public Capsule {
    if (from.length != 3 || to.length != 3) {
      throw new IllegalArgumentException("from and to must have 3 numbers each");
    }
    if (!(radius > 0)) {
      throw new IllegalArgumentException("radius is " + radius + " m: it must be positive");
    }
  }
}
