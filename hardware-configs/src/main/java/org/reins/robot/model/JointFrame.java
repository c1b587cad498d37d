package org.reins.robot.model;

/**
 * Where a joint is on its parent link, and the direction in which it moves.
 *
 * @param xyz origin of the joint in the parent link frame, m, length 3; not copied, not to be
 *     modified
 * @param rpy fixed-axis roll, pitch and yaw of the joint frame in the parent link frame, rad,
 *     length 3
 * @param axis unit axis in the joint frame, length 3
 */
public record JointFrame(double[] xyz, double[] rpy, double[] axis) {
  /**
   * Checks shapes, and that the axis is a unit vector.
   *
   * @throws IllegalArgumentException naming the error
   */
  public JointFrame {
    requireLength("xyz", xyz);
    requireLength("rpy", rpy);
    requireLength("axis", axis);
    double norm = Math.sqrt(axis[0] * axis[0] + axis[1] * axis[1] + axis[2] * axis[2]);
    if (Math.abs(norm - 1) > 1e-6) {
      throw new IllegalArgumentException("axis has length " + norm + ": it must be a unit vector");
    }
  }

  private static void requireLength(String what, double[] v) {
    if (v.length != 3) {
      throw new IllegalArgumentException(what + " has " + v.length + " numbers: it must have 3");
    }
  }
}
