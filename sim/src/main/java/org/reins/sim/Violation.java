package org.reins.sim;

/** Kinds of violation. */
public enum Violation {
  /** A joint is beyond its position limit. */
  JOINT_POSITION,
  /** A joint is faster than its speed limit. */
  JOINT_SPEED,
  /** A command asks for more torque than the joint's limit. */
  TORQUE,
  /**
   * A command differs from the previous one by more than the torque-rate limit allows in one
   * period.
   */
  TORQUE_RATE,
  /** Part of the arm is below the table top. */
  TABLE,
  /** Part of the arm is where a person may stand. */
  ZONE,
  /** Part of the arm is inside an obstacle that the filter knows. */
  OBSTACLE;

  /** Name as in reports: lower case with underscores. */
  public String key() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
