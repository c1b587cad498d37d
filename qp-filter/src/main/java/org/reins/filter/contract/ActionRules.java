package org.reins.filter.contract;

import java.util.ArrayList;
import java.util.List;
import org.reins.filter.policy.ActionKind;
import org.reins.filter.policy.ActionTerm;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyJoints;
import org.reins.filter.policy.Scaling;
import org.reins.robot.model.Joint;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/** Rules for what a network's numbers mean for the joints. */
final class ActionRules {
  // Motion of a joint for one unit of action in known policies, rad.
  private static final double SMALLEST = 0.03;
  private static final double LARGEST = 1.5;
  private static final double LARGEST_STEP = 0.6;
  // Way, m, and turn, rad, of the tool for one unit of action.
  private static final double LARGEST_WAY = 0.2;
  private static final double LARGEST_TURN = 0.6;
  // A clip that leaves a joint less than this cannot walk or reach, rad.
  private static final double LEAST_REACH = 0.15;

  private ActionRules() {}

  static void check(RobotModel robot, PolicyDescription policy, List<Finding> found) {
    for (ActionTerm a : JointRules.actions(policy)) {
      int before = found.size();
      if (a.kind().isTool()) {
        tool(robot, a, found);
      }
      for (int i = 0; i < a.joints().size(); i++) {
        int at = robot.jointNames().indexOf(a.joints().get(i));
        if (at >= 0 && a.kind().isPosition()) {
          List<Finding> own = new ArrayList<>();
          joint(a, i, policy.joints(), robot.joints().get(at), own);
          ContractRules.addFirst(own, found, before);
        }
      }
      if (a.kind() == ActionKind.JOINT_VELOCITY && !robot.base().feet().isEmpty()) {
        found.add(
            Finding.warning(
                "action " + a.kind().code(),
                "the legs get velocities as targets: they would not hold still"));
      }
    }
  }

  private static void tool(RobotModel robot, ActionTerm a, List<Finding> found) {
    String code = "action " + a.kind().code();
    if (!robot.base().feet().isEmpty()) {
      found.add(Finding.error(code, "robot " + robot.name() + " has no tool"));
      return;
    }
    boolean delta =
        a.kind() == ActionKind.TOOL_POSITION_DELTA || a.kind() == ActionKind.TOOL_POSE_DELTA;
    for (int i = 0; i < a.numbers(); i++) {
      double size = Math.abs(a.scaling().scaleAt(i));
      double most = i < 3 ? LARGEST_WAY : LARGEST_TURN;
      if (size == 0 || delta && size > most) {
        found.add(
            Finding.warning(
                code,
                Sentences.text(
                    "number %d has scale %.4g: usual are up to %.4g %s for one action",
                    i + 1, size, most, i < 3 ? "m" : "rad")));
        return;
      }
    }
  }

  private static void joint(
      ActionTerm a, int i, PolicyJoints joints, Joint joint, List<Finding> found) {
    JointLimits limits = joint.limits();
    String unit = joint.kind().position();
    double perRadian = joint.kind().perRadian();
    String name = a.joints().get(i);
    String code = "action " + a.kind().code();
    Scaling s = a.scaling();
    double scale = s.scaleAt(i);
    double size = Math.abs(scale);
    double home = joints.posture()[joints.indexOf(name)];
    boolean absolute = a.kind() == ActionKind.JOINT_POSITION_ABSOLUTE;
    double least = perRadian * SMALLEST;
    double most =
        perRadian * (a.kind() == ActionKind.JOINT_POSITION_DELTA ? LARGEST_STEP : LARGEST);
    if (size == 0) {
      found.add(Finding.error(code, "joint " + name + " has scale 0: it would not move"));
    } else if (scale < 0) {
      found.add(
          Finding.warning(
              code,
              Sentences.text(
                  "joint %s has scale %.4g: a negative scale is rare, its sign may be turned",
                  name, scale)));
    } else if (!absolute && (size > most || size < least)) {
      found.add(
          Finding.warning(
              code,
              Sentences.text(
                  "one unit of action moves joint %s by %.4g %s: usual are %.4g to %.4g %s",
                  name, size, unit, least, most, unit)));
    } else if (a.kind() == ActionKind.JOINT_POSITION
        && Math.abs(home) > 0.2 * perRadian
        && Math.abs(s.offsetAt(i) - home) < 1e-3 * perRadian) {
      found.add(
          Finding.error(
              code,
              Sentences.text(
                  "joint %s has offset %.4g, its default posture, which joint_position adds too:"
                      + " leave the offset out, or use joint_position_absolute",
                  name, s.offsetAt(i))));
    } else if (home >= limits.lower() && home <= limits.upper()) {
      // The rules of the posture tell of one beyond its limits.
      reach(a, i, home, joint, found);
    }
  }

  /** What the clip leaves. */
  private static void reach(ActionTerm a, int i, double home, Joint joint, List<Finding> found) {
    JointLimits limits = joint.limits();
    String unit = joint.kind().position();
    Scaling s = a.scaling();
    if (!s.isClipped(s.low().length == 1 ? 0 : i)) {
      return;
    }
    double from = s.apply(-1e6, i);
    double to = s.apply(1e6, i);
    String code = "action " + a.kind().code();
    double low = a.kind() == ActionKind.JOINT_POSITION_ABSOLUTE ? from : home + from;
    double high = a.kind() == ActionKind.JOINT_POSITION_ABSOLUTE ? to : home + to;
    if (a.kind() == ActionKind.JOINT_POSITION_DELTA) {
      return;
    }
    if (high - low < 2 * joint.kind().perRadian() * LEAST_REACH) {
      found.add(
          Finding.warning(
              code,
              Sentences.text(
                  "the clip leaves joint %s only %.3g to %.3g %s: scale and clip may be in the"
                      + " wrong order",
                  a.joints().get(i), low, high, unit)));
    } else if (low > limits.upper() || high < limits.lower()) {
      found.add(
          Finding.error(
              code,
              Sentences.text(
                  "the clip leaves joint %s %.3g to %.3g %s, all of it beyond its limits, %.3g to"
                      + " %.3g %s",
                  a.joints().get(i), low, high, unit, limits.lower(), limits.upper(), unit)));
    }
  }
}
