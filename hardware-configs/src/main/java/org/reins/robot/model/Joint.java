package org.reins.robot.model;

/**
 * A revolute, continuous or prismatic joint: the pose of the child link on its parent, and its
 * motion. The kind gives the units.
 *
 * @param name name in the robot description
 * @param kind whether it turns or slides
 * @param parent name of the parent link
 * @param child name of the child link
 * @param frame where it is on the parent link, and its axis
 * @param limits the maker's limits
 * @param drive friction and rotor
 */
public record Joint(
    String name,
    JointKind kind,
    String parent,
    String child,
    JointFrame frame,
    JointLimits limits,
    JointDrive drive) {

  /**
   * Checks that a joint that slides has ends.
   *
   * @throws IllegalArgumentException naming the joint
   */
  public Joint {
    if (kind == JointKind.PRISMATIC && limits.isContinuous()) {
      throw new IllegalArgumentException(
          name + " is prismatic and has no ends: lower and upper are needed, in m");
    }
  }

  /** Whether the child slides along the axis; otherwise it turns about it. */
  public boolean slides() {
    return kind == JointKind.PRISMATIC;
  }

  /** Origin in the parent link frame, m; not to be modified. */
  public double[] xyz() {
    return frame.xyz();
  }

  /** Fixed-axis roll, pitch and yaw in the parent link frame, rad; not to be modified. */
  public double[] rpy() {
    return frame.rpy();
  }

  /** Unit axis in the joint frame; not to be modified. */
  public double[] axis() {
    return frame.axis();
  }

  /** Viscous friction, N·m·s/rad or N·s/m. */
  public double damping() {
    return drive.damping();
  }

  /** Coulomb friction, N·m or N. */
  public double friction() {
    return drive.friction();
  }

  /** Rotor inertia reflected to the joint, kg·m² or kg. */
  public double rotorInertia() {
    return drive.rotorInertia();
  }
}
