package org.reins.filter.contract;

import java.util.ArrayList;
import java.util.List;
import org.reins.filter.policy.ActionTerm;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyJoints;
import org.reins.robot.model.RobotModel;

/** Rules for the gains of the joints that a policy positions. */
final class GainRules {
  // Damping per stiffness of known policies is 0.014 to 0.05 s.
  private static final double QUICKEST = 0.009;
  private static final double SLOWEST = 0.075;
  // Known policies have a torque limit that is reached at 0.3 to 1.5 rad from the target.
  // Torque limits per radian beyond which a motor only switches between its limits, 1/rad.
  private static final double BEYOND_USE = 50;
  private static final double STIFFEST = 5;
  // Share of the weight's torque that pulls a joint away from its target, rad.
  private static final double MOST_SAG = 0.4;

  private GainRules() {}

  static void check(RobotModel robot, PolicyDescription policy, List<Finding> found) {
    PolicyJoints joints = policy.joints();
    if (!joints.hasGains()) {
      found.add(
          Finding.warning(
              "joints.stiffness",
              "the description has no gains: Reins' own are used, and the policy was trained with"
                  + " others"));
      return;
    }
    Legs legs = robot.base().feet().isEmpty() ? null : Legs.of(robot);
    double[] load = legs == null ? null : legs.load(legs.posture(joints));
    int before = found.size();
    for (ActionTerm a : JointRules.actions(policy)) {
      for (String name : a.kind().isPosition() ? a.joints() : List.<String>of()) {
        int at = robot.jointNames().indexOf(name);
        if (at < 0) {
          continue;
        }
        int k = joints.indexOf(name);
        List<Finding> own = new ArrayList<>();
        one(
            name,
            joints.stiffness()[k],
            joints.damping()[k],
            robot.joints().get(at).limits().effort(),
            load == null ? 0 : load[at],
            load != null,
            own);
        ContractRules.addFirst(own, found, before);
      }
    }
    if (legs != null) {
      symmetric(legs, joints, found);
    }
  }

  private static void one(
      String name,
      double kp,
      double kd,
      double effort,
      double load,
      boolean legged,
      List<Finding> found) {
    if (kp == 0) {
      found.add(
          Finding.error(
              "joints.stiffness",
              "joint "
                  + name
                  + " has stiffness 0 and a position as action: it would not follow; training with"
                  + " a learned actuator keeps its gains elsewhere"));
    } else if (kd > kp) {
      found.add(
          Finding.error(
              "joints.damping",
              Sentences.text(
                  "joint %s has damping %.4g above its stiffness %.4g: the two may be exchanged",
                  name, kd, kp)));
    } else if (legged && kp > BEYOND_USE * effort) {
      found.add(
          Finding.error(
              "joints.stiffness",
              Sentences.text(
                  "joint %s has stiffness %.4g N m/rad: its torque limit of %.4g N m is reached"
                      + " %.2g rad from the target; allowed is %.4g",
                  name, kp, effort, effort / kp, BEYOND_USE * effort)));
    } else if (legged && kd > effort) {
      found.add(
          Finding.error(
              "joints.damping",
              Sentences.text(
                  "joint %s has damping %.4g N m s/rad: its torque limit of %.4g N m is reached at"
                      + " %.2g rad/s; allowed is %.4g",
                  name, kd, effort, effort / kd, effort)));
    } else if (legged && (kd / kp < QUICKEST || kd / kp > SLOWEST)) {
      found.add(
          Finding.warning(
              "joints.damping",
              Sentences.text(
                  "joint %s has damping %.4g at stiffness %.4g, %.4g s: usual are 0.01 to 0.07 s",
                  name, kd, kp, kd / kp)));
    } else if (legged && kp > STIFFEST * effort) {
      found.add(
          Finding.warning(
              "joints.stiffness",
              Sentences.text(
                  "joint %s has stiffness %.4g N m/rad: its torque limit of %.4g N m is reached"
                      + " %.2g rad from the target",
                  name, kp, effort, effort / kp)));
    } else if (legged && load / kp > MOST_SAG) {
      found.add(
          Finding.warning(
              "joints.stiffness",
              Sentences.text(
                  "joint %s has stiffness %.4g N m/rad: the robot's weight bends it by %.2g rad",
                  name, kp, load / kp)));
    }
  }

  /** The legs of a robot are alike, and so are their gains. */
  private static void symmetric(Legs legs, PolicyJoints joints, List<Finding> found) {
    for (int k = 0; k < 3; k++) {
      double[] kp = legs.across(joints, joints.stiffness(), k);
      double[] kd = legs.across(joints, joints.damping(), k);
      if (spread(kp) || spread(kd)) {
        found.add(
            Finding.warning(
                "joints.stiffness",
                "the gains of joint "
                    + (k + 1)
                    + " differ from leg to leg: they may be in the order of other joints"));
        return;
      }
    }
  }

  private static boolean spread(double[] of) {
    double low = java.util.Arrays.stream(of).min().orElse(0);
    double high = java.util.Arrays.stream(of).max().orElse(0);
    return high > 1.2 * low;
  }
}
