package org.reins.filter.constraint;

/** Which of several limits that one row stands for is the tightest. */
public enum RowLimit {
  /** What the row is named after. */
  NAMED,
  /** The speed limit of the joint; what is left is in rad/s. */
  SPEED,
  /** The acceleration limit of the joint; what is left is in rad/s². */
  ACCELERATION
}
