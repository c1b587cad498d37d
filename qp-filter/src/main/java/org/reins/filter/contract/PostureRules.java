package org.reins.filter.contract;

import java.util.List;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyJoints;
import org.reins.robot.model.Joint;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/** Rules for the default posture: inside the limits, and one in which the robot can stand. */
final class PostureRules {
  // Shares of the height in the robot's own posture.
  private static final double LOWEST = 0.6;
  private static final double HIGHEST = 1.45;
  // Angle of the plane of the feet, rad.
  private static final double STEEP = 0.15;
  // Distances as shares of the standing height.
  private static final double OFF_CENTRE = 0.45;
  private static final double UNEVEN = 0.12;

  private PostureRules() {}

  static void check(RobotModel robot, PolicyDescription policy, List<Finding> found) {
    PolicyJoints joints = policy.joints();
    int before = found.size();
    for (int k = 0; k < joints.names().size() && found.size() == before; k++) {
      int at = robot.jointNames().indexOf(joints.names().get(k));
      if (at >= 0) {
        limits(joints.posture()[k], robot.joints().get(at), found);
      }
    }
    if (found.size() == before && !robot.base().feet().isEmpty()) {
      stands(robot, joints, found);
    }
  }

  private static void limits(double q, Joint joint, List<Finding> found) {
    JointLimits limits = joint.limits();
    String unit = joint.kind().position();
    if (q >= limits.lower() && q <= limits.upper()) {
      return;
    }
    double rad = Math.toRadians(q);
    boolean inside = rad >= limits.lower() && rad <= limits.upper();
    boolean degrees = !joint.slides() && Math.abs(q) > Math.PI && inside;
    found.add(
        Finding.error(
            "joints.posture",
            Sentences.text(
                    "joint %s has %.4g %s in the default posture: allowed is %.4g to %.4g %s",
                    joint.name(), q, unit, limits.lower(), limits.upper(), unit)
                + (degrees ? Sentences.text("; %.4g may be in degrees", q) : "")));
  }

  private static void stands(RobotModel robot, PolicyJoints joints, List<Finding> found) {
    Legs legs = Legs.of(robot);
    double[][] own = legs.feet(robot.posture());
    double[][] feet = legs.feet(legs.posture(joints));
    double height = -mean(own, 2);
    double stands = -mean(feet, 2);
    if (!(stands > LOWEST * height && stands < HIGHEST * height)) {
      found.add(
          Finding.error(
              "joints.posture",
              Sentences.text(
                  "in the default posture the body is %.2f m above its feet: in the posture of the"
                      + " robot's file it is %.2f m; joints may be in another order or have another"
                      + " sign",
                  stands, height)));
      return;
    }
    double pitch = slope(feet, 0);
    double roll = slope(feet, 1);
    if (Math.max(Math.abs(pitch), Math.abs(roll)) > STEEP) {
      found.add(
          Finding.error(
              "joints.posture",
              Sentences.text(
                  "in the default posture the feet are not level: the body would lean by %.2f rad"
                      + " along and %.2f rad across",
                  pitch, roll)));
      return;
    }
    double away = Math.max(Math.abs(mean(feet, 0) - mean(own, 0)), Math.abs(mean(feet, 1)));
    if (away > OFF_CENTRE * height) {
      found.add(
          Finding.warning(
              "joints.posture",
              Sentences.text(
                  "in the default posture the feet are %.2f m away from where they carry the body",
                  away)));
      return;
    }
    double uneven = uneven(feet, own);
    if (uneven > UNEVEN * height) {
      found.add(
          Finding.warning(
              "joints.posture",
              Sentences.text(
                  "in the default posture the left feet are %.2f m away from where the right ones"
                      + " would be in a mirror: joints may be in another order",
                  uneven)));
    }
  }

  private static double mean(double[][] feet, int axis) {
    double sum = 0;
    for (double[] f : feet) {
      sum += f[axis];
    }
    return sum / feet.length;
  }

  /** Angle of the plane through the feet along an axis, rad: least squares of their heights. */
  private static double slope(double[][] feet, int axis) {
    double middle = mean(feet, axis);
    double height = mean(feet, 2);
    double above = 0;
    double wide = 1e-6;
    for (double[] f : feet) {
      above += (f[axis] - middle) * (f[2] - height);
      wide += (f[axis] - middle) * (f[axis] - middle);
    }
    return Math.atan(above / wide);
  }

  /**
   * Largest distance between a left foot and the mirrored right foot of the same pair, m. Pairs are
   * those of the robot's own posture.
   */
  private static double uneven(double[][] feet, double[][] own) {
    double most = 0;
    for (int l = 0; l < feet.length; l++) {
      if (own[l][1] <= 0) {
        continue;
      }
      double nearest = Double.POSITIVE_INFINITY;
      int pair = l;
      for (int r = 0; r < feet.length; r++) {
        double gap = Math.abs(own[l][0] - own[r][0]);
        if (own[r][1] < 0 && gap < nearest) {
          nearest = gap;
          pair = r;
        }
      }
      if (pair != l) {
        double x = feet[l][0] - feet[pair][0];
        double y = feet[l][1] + feet[pair][1];
        double z = feet[l][2] - feet[pair][2];
        most = Math.max(most, Math.sqrt(x * x + y * y + z * z));
      }
    }
    return most;
  }
}
