package org.reins.robot;

/**
 * Limits of one joint, as its maker states them.
 *
 * @param lower smallest position, rad
 * @param upper largest position, rad
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
   * Checks that the limits are finite, ordered and positive.
   *
   * @throws IllegalArgumentException naming the limit, its value and what is allowed
   */
  public JointLimits {
    if (!Double.isFinite(lower) || !Double.isFinite(upper) || lower >= upper) {
      throw new IllegalArgumentException(
          "lower is " + lower + " and upper is " + upper + ": lower must be less than upper");
    }
    requirePositive("velocity", velocity);
    requirePositive("acceleration", acceleration);
    requirePositive("jerk", jerk);
    requirePositive("effort", effort);
    requirePositive("effort_rate", effortRate);
  }

  private static void requirePositive(String name, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          name + " is " + value + ": it must be positive and finite");
    }
  }
}
