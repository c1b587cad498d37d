package org.reins.robot.urdf;

import org.w3c.dom.Element;

/**
 * A joint's limits in a URDF. Numbers that stand for no limit, such as 1e16, are none. Those of a
 * {@code safety_controller} apply where they are narrower.
 *
 * @param lower rad or m
 * @param upper rad or m
 * @param effort N·m or N; 0 if the URDF has none
 * @param velocity rad/s or m/s; 0 if the URDF has none
 */
record Limits(double lower, double upper, double effort, double velocity) {
  // For a continuous joint, whose posture needs a finite range.
  private static final double AROUND = 1;

  // Whatever is larger stands for no limit at all, such as 1e16.
  private static final double MOST_EFFORT = 1e6;
  private static final double MOST_VELOCITY = 1e3;
  private static final double MOST_POSITION = 1e4;

  static Limits of(Element joint) {
    Element limit = Xml.child(joint, "limit");
    Element soft = Xml.child(joint, "safety_controller");
    double effort = given(Xml.number(limit, "effort", 0), MOST_EFFORT);
    double velocity = given(Xml.number(limit, "velocity", 0), MOST_VELOCITY);
    if (joint.getAttribute("type").equals("continuous")) {
      return new Limits(-AROUND, AROUND, effort, velocity);
    }
    double lower = Xml.number(limit, "lower", 0);
    double upper = Xml.number(limit, "upper", 0);
    if (Math.max(Math.abs(lower), Math.abs(upper)) > MOST_POSITION) {
      return new Limits(0, 0, effort, velocity);
    }
    double softLower = Math.max(lower, Xml.number(soft, "soft_lower_limit", lower));
    double softUpper = Math.min(upper, Xml.number(soft, "soft_upper_limit", upper));
    return softLower < softUpper
        ? new Limits(softLower, softUpper, effort, velocity)
        : new Limits(lower, upper, effort, velocity);
  }

  /** Whether a position is within the limits; any is where there are none. */
  boolean allows(double position) {
    return !(lower < upper) || position >= lower - 1e-9 && position <= upper + 1e-9;
  }

  /** Whether a joint has numbers that stand for no limit. */
  static boolean hasPlaceholder(Element joint) {
    Element limit = Xml.child(joint, "limit");
    return Xml.number(limit, "effort", 0) > MOST_EFFORT
        || Xml.number(limit, "velocity", 0) > MOST_VELOCITY
        || Math.abs(Xml.number(limit, "lower", 0)) > MOST_POSITION
        || Math.abs(Xml.number(limit, "upper", 0)) > MOST_POSITION;
  }

  private static double given(double limit, double most) {
    return limit > most ? 0 : limit;
  }

  /** Zero if it is within the limits, otherwise the middle of the range. */
  double rest() {
    return lower <= 0 && upper >= 0 ? 0 : (lower + upper) / 2;
  }

  /** Zero if it is inside the limits, otherwise the middle of the range. */
  double middle() {
    return lower < 0 && upper > 0 ? 0 : (lower + upper) / 2;
  }
}
