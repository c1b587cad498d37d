package org.reins.robot.model;

/**
 * How a joint moves its child link, and with it the units of everything about the joint: positions,
 * speeds, accelerations, efforts, gains and inertias.
 */
public enum JointKind {
  /** It turns about its axis: rad and N·m. With infinite limits it is continuous. */
  REVOLUTE("revolute", "rad", "N·m", "kg·m²", 1),

  /** It slides along its axis: m and N. A rail, a lift, a finger. */
  PRISMATIC("prismatic", "m", "N", "kg", 0.2);

  private final String key;
  private final String position;
  private final String effort;
  private final String inertia;
  private final double perRadian;

  JointKind(String key, String position, String effort, String inertia, double perRadian) {
    this.key = key;
    this.position = position;
    this.effort = effort;
    this.inertia = inertia;
    this.perRadian = perRadian;
  }

  /** Name as in robot files and URDFs. */
  public String key() {
    return key;
  }

  /** Unit of positions: rad or m. */
  public String position() {
    return position;
  }

  /** Unit of speeds. */
  public String speed() {
    return position + "/s";
  }

  /** Unit of accelerations. */
  public String acceleration() {
    return position + "/s²";
  }

  /** Unit of efforts: N·m or N. */
  public String effort() {
    return effort;
  }

  /** Unit of the rotor's inertia: kg·m², or kg for the mass that a motor adds to what slides. */
  public String inertia() {
    return inertia;
  }

  /**
   * How much of this joint's coordinate counts as one radian, where a tolerance, a gain or a
   * default is one number in radians for all joints: 1 for a joint that turns. A joint that slides
   * counts like a wheel of 0.2 m radius on a rack, so that 0.02 rad become 4 mm, 1 N·m/rad become
   * 25 N/m (divided by the square), and an effort of 1 N counts as 0.2 N·m.
   */
  public double perRadian() {
    return perRadian;
  }
}
