package org.reins.robot.model;

/**
 * A revolute or continuous joint: the pose of the child link on its parent, and its motion.
 *
 * @param name name in the robot description
 * @param parent name of the parent link
 * @param child name of the child link
 * @param xyz origin of the joint in the parent link frame, m, length 3; not copied, not to be
 *     modified
 * @param rpy fixed-axis roll, pitch and yaw of the joint frame in the parent link frame, rad,
 *     length 3
 * @param axis unit axis in the joint frame, length 3
 * @param limits the maker's limits
 * @param damping viscous friction, N·m·s/rad
 * @param friction Coulomb friction, N·m
 * @param rotorInertia inertia of the motor's rotor, reflected to the joint, kg·m²
 */
public record Joint(
    String name,
    String parent,
    String child,
    double[] xyz,
    double[] rpy,
    double[] axis,
    JointLimits limits,
    double damping,
    double friction,
    double rotorInertia) {

  /**
   * Checks shapes and signs.
   *
   * @throws IllegalArgumentException naming the error
   */
  public Joint {
    requireLength("xyz", xyz);
    requireLength("rpy", rpy);
    requireLength("axis", axis);
    double norm = Math.sqrt(axis[0] * axis[0] + axis[1] * axis[1] + axis[2] * axis[2]);
    if (Math.abs(norm - 1) > 1e-6) {
      throw new IllegalArgumentException("axis has length " + norm + ": it must be a unit vector");
    }
    if (!(damping >= 0) || !(friction >= 0) || !(rotorInertia >= 0)) {
      throw new IllegalArgumentException(
          "damping is "
              + damping
              + ", friction is "
              + friction
              + " and rotor_inertia.value is "
              + rotorInertia
              + ": none may be negative");
    }
  }

  private static void requireLength(String what, double[] v) {
    if (v.length != 3) {
      throw new IllegalArgumentException(what + " has " + v.length + " numbers: it must have 3");
    }
  }
}
