package org.reins.robot.model;

/**
 * Limits of one joint, as stated by its maker. The units are those of the joint's {@link
 * JointKind}.
 *
 * @param lower smallest position, rad or m; −∞ for a continuous joint
 * @param upper largest position, rad or m; +∞ for a continuous joint
 * @param velocity largest speed, rad/s or m/s
 * @param acceleration largest acceleration, rad/s² or m/s²
 * @param jerk largest jerk, rad/s³ or m/s³
 * @param effort largest torque, N·m, or force, N
 * @param effortRate largest rate of change of the effort, N·m/s or N/s
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
   * Checks that the limits are ordered and positive, and that the positions are both finite or both
   * infinite.
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

  /** Whether the joint is continuous. */
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
