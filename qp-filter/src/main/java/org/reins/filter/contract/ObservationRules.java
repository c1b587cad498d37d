package org.reins.filter.contract;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.reins.filter.policy.ObservationInput;
import org.reins.filter.policy.ObservationTerm;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.Scaling;
import org.reins.filter.policy.TermKind;
import org.reins.robot.model.RobotModel;

/** Rules for what a network sees: scales, clips, frames, and terms that are missing. */
final class ObservationRules {
  private static final double DEGREES = Math.toDegrees(1);

  private ObservationRules() {}

  /** Usual scales of a kind, and what its values reach while a robot moves, in SI units. */
  private record Usual(double low, double high, double reach) {}

  private static Usual usual(TermKind kind) {
    return switch (kind) {
      case JOINT_POSITION, JOINT_POSITION_RELATIVE -> new Usual(0.2, 2, 0.5);
      case JOINT_VELOCITY -> new Usual(0.02, 2, 5);
      case BASE_ANGULAR_VELOCITY, BASE_ANGULAR_VELOCITY_WORLD -> new Usual(0.1, 2, 1);
      case BASE_LINEAR_VELOCITY, BASE_LINEAR_VELOCITY_WORLD -> new Usual(0.2, 4, 0.5);
      case PROJECTED_GRAVITY -> new Usual(0.5, 2, 0.9);
      case COMMAND_TWIST -> new Usual(0.1, 5, 0.5);
      case LAST_ACTION -> new Usual(0.1, 2, 1);
      default -> new Usual(0, Double.POSITIVE_INFINITY, 0);
    };
  }

  // On legs the filter's host sends the policy no torques, and commands a twist.
  private static final Set<TermKind> NOT_ON_LEGS =
      EnumSet.of(
          TermKind.JOINT_EFFORT,
          TermKind.COMMAND_POSITION,
          TermKind.COMMAND_POSE_WXYZ,
          TermKind.COMMAND_POSE_XYZW);
  private static final Set<TermKind> NOT_ON_ARMS = EnumSet.of(TermKind.COMMAND_TWIST);

  static void check(RobotModel robot, PolicyDescription policy, List<Finding> found) {
    Set<TermKind> missing = robot.base().feet().isEmpty() ? NOT_ON_ARMS : NOT_ON_LEGS;
    Set<TermKind> seen = EnumSet.noneOf(TermKind.class);
    for (ObservationInput input : policy.inputs()) {
      for (ObservationTerm t : input.terms()) {
        if (!seen.add(t.kind()) && t.joints().isEmpty() && t.kind() != TermKind.CONSTANT) {
          found.add(Finding.warning(t.kind().code(), "the network sees this term twice"));
        }
        if (missing.contains(t.kind())) {
          found.add(
              Finding.error(
                  t.kind().code(),
                  "no node of Reins measures or commands it for robot "
                      + robot.name()
                      + " yet: the network would see a constant"));
        }
        scale(t, found);
        clip(t, input.clip(), found);
        if (t.kind() == TermKind.GAIT_CLOCK && (t.clockPeriod() < 0.2 || t.clockPeriod() > 3)) {
          found.add(
              Finding.warning(
                  "gait_clock",
                  Sentences.text("clock_period is %.4g s: usual are 0.2 to 3 s", t.clockPeriod())));
        }
      }
    }
    if (robot.base().feet().isEmpty()) {
      return;
    }
    legs(seen, found);
  }

  private static void scale(ObservationTerm t, List<Finding> found) {
    Usual usual = usual(t.kind());
    String code = t.kind().code();
    double[] scales = t.scaling().scale();
    int turned = 0;
    for (double s : scales) {
      double size = Math.abs(s);
      turned += s < 0 ? 1 : 0;
      if (s == 0) {
        found.add(Finding.warning(code, "has scale 0: the network sees zeros"));
        return;
      }
      if (size < usual.low || size > usual.high) {
        found.add(
            Finding.warning(
                code,
                Sentences.text("has scale %.4g: usual are %.4g to %.4g", s, usual.low, usual.high)
                    + unit(t.kind(), size)));
        return;
      }
    }
    if (t.kind() == TermKind.PROJECTED_GRAVITY && turned > 0) {
      boolean all = turned == scales.length;
      found.add(
          all
              ? Finding.note(
                  code, "has a negative scale: the network sees the direction up, which is rare")
              : Finding.warning(code, "has scales of both signs: one axis may be turned"));
    } else if (turned > 0) {
      found.add(Finding.warning(code, "has a negative scale: an axis may be turned"));
    }
  }

  private static String unit(TermKind kind, double size) {
    if (kind == TermKind.PROJECTED_GRAVITY && size > 9 && size < 11) {
      return "; gravity is a unit vector here, not m/s²";
    }
    boolean angle = kind.isPerJoint() || kind.code().contains("angular");
    for (double s : new double[] {1, 0.25, 0.2, 0.05}) {
      if (angle && (near(size, s * DEGREES) || near(size, s / DEGREES))) {
        return "; it looks like a conversion from or to degrees, and Reins' terms are in radians";
      }
    }
    return "";
  }

  private static boolean near(double a, double b) {
    return Math.abs(a / b - 1) < 0.02;
  }

  /** A clip that cuts what every robot that moves will measure. */
  private static void clip(ObservationTerm t, Scaling whole, List<Finding> found) {
    double reach = usual(t.kind()).reach;
    Scaling s = t.scaling();
    if (reach == 0 || s.scale().length == 0) {
      return;
    }
    for (int i = 0; i < Math.max(s.scale().length, s.low().length); i++) {
      double size = Math.abs(s.scaleAt(s.scale().length == 1 ? 0 : i));
      int k = s.low().length == 1 ? 0 : i;
      double own = Math.min(-s.low()[k], s.high()[k]) / (s.clipFirst() ? 1 : size);
      double all = Math.min(-whole.low()[0], whole.high()[0]) / size;
      double least = Math.min(own, all);
      if (least < reach && size > 0) {
        found.add(
            Finding.warning(
                t.kind().code(),
                Sentences.text(
                    "is clipped beyond %.3g: a robot that moves reaches %.3g; scale and clip may be"
                        + " in the wrong order",
                    least, reach)));
        return;
      }
    }
  }

  private static void legs(Set<TermKind> seen, List<Finding> found) {
    if (!seen.contains(TermKind.COMMAND_TWIST)) {
      found.add(Finding.warning("command_twist", "the network does not see the commanded twist"));
    }
    if (!seen.contains(TermKind.PROJECTED_GRAVITY)
        && !seen.contains(TermKind.BASE_QUATERNION_WXYZ)
        && !seen.contains(TermKind.BASE_QUATERNION_XYZW)) {
      found.add(
          Finding.warning(
              "projected_gravity", "the network sees neither gravity nor the body's orientation"));
    }
    for (TermKind kind :
        List.of(TermKind.BASE_ANGULAR_VELOCITY_WORLD, TermKind.BASE_LINEAR_VELOCITY_WORLD)) {
      if (seen.contains(kind)) {
        found.add(
            Finding.warning(
                kind.code(),
                "is in world axes: a policy that sees it walks differently in each heading, and"
                    + " nearly all see "
                    + kind.code().replace("_world", "")));
      }
    }
    if (seen.contains(TermKind.BASE_LINEAR_VELOCITY)) {
      found.add(
          Finding.note(
              "base_linear_velocity",
              "comes from the legs' odometry, which is less exact than a simulator"));
    }
  }
}
