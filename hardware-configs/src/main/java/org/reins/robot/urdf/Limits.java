package org.reins.robot.urdf;

import org.w3c.dom.Element;

/**
 * A joint's limits in a URDF; those of a {@code safety_controller} apply where they are narrower.
 *
 * @param lower rad or m
 * @param upper rad or m
 * @param effort N·m or N; 0 if the URDF has none
 * @param velocity rad/s or m/s; 0 if the URDF has none
 */
record Limits(double lower, double upper, double effort, double velocity) {
  // For a continuous joint, whose posture needs a finite range.
  private static final double AROUND = 1;

  static Limits of(Element joint) {
    Element limit = Xml.child(joint, "limit");
    Element soft = Xml.child(joint, "safety_controller");
    double effort = Xml.number(limit, "effort", 0);
    double velocity = Xml.number(limit, "velocity", 0);
    if (joint.getAttribute("type").equals("continuous")) {
      return new Limits(-AROUND, AROUND, effort, velocity);
    }
    double lower = Xml.number(limit, "lower", 0);
    double upper = Xml.number(limit, "upper", 0);
    double softLower = Math.max(lower, Xml.number(soft, "soft_lower_limit", lower));
    double softUpper = Math.min(upper, Xml.number(soft, "soft_upper_limit", upper));
    return softLower < softUpper
        ? new Limits(softLower, softUpper, effort, velocity)
        : new Limits(lower, upper, effort, velocity);
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
