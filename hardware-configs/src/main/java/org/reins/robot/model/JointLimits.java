package org.reins.robot.model;

/**
 * Limits of one joint, as its maker states them.
 *
 * @param lower smallest position, rad; −∞ for a joint that turns without end
 * @param upper largest position, rad; +∞ for one that does
 * @param velocity largest speed, rad/s
 * @param acceleration largest acceleration, rad/s²
 * @param jerk largest jerk, rad/s³
 * @param effort largest torque, N·m
 * @param effortRate largest change of torque over time, N·m/s
 */
public record JointLimits(
    double lower,
    double upper,
    double velocity,
    double acceleration,
    double jerk,
    double effort,
    double effortRate) {

  /**
   * Checks that the limits are ordered and positive; the positions both finite or both infinite.
   *
   * @throws IllegalArgumentException naming the limit, its value and what is allowed
   */
  public JointLimits {
    boolean continuous = lower == Double.NEGATIVE_INFINITY && upper == Double.POSITIVE_INFINITY;
    boolean finite = Double.isFinite(lower) && Double.isFinite(upper) && lower < upper;
    if (!continuous && !finite) {
      throw new IllegalArgumentException(
          "lower is " + lower + " and upper is " + upper + ": lower must be less than upper");
    }
    requirePositive("velocity", velocity);
    requirePositive("acceleration", acceleration);
    requirePositive("jerk", jerk);
    requirePositive("effort", effort);
    requirePositive("effort_rate", effortRate);
  }

  /** Whether the joint turns without end. */
  public boolean isContinuous() {
    return upper == Double.POSITIVE_INFINITY;
  }

  private static void requirePositive(String name, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          name + " is " + value + ": it must be positive and finite");
    }
  }
}
