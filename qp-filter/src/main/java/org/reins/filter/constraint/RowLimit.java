package org.reins.filter.constraint;

/** The tightest of several limits that one row represents. */
public enum RowLimit {
  /** The limit in the row's name. */
  NAMED,
  /** The speed limit of the joint; the remaining distance is in rad/s or m/s. */
  SPEED,
  /** The acceleration limit of the joint; the remaining distance is in rad/s² or m/s². */
  ACCELERATION
}
