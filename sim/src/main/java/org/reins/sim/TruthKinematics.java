package org.reins.sim;

import java.util.List;
import org.reins.robot.model.Capsule;
import org.reins.robot.model.Joint;
import org.reins.robot.model.RobotModel;

/**
 * Positions of the arm's capsules, by plain products of homogeneous transforms. The judge uses this
 * class instead of the filter's dynamics, so that the same mistake cannot be in both.
 */
final class TruthKinematics {
  private final RobotModel robot;
  private final List<Capsule> capsules;
  private final int[] bodies;
  private final double[][] linkPose;
  private final double[][] origin;
  private final double[] halfLengths;
  private final double[] a = new double[12];
  private final double[] b = new double[12];

  /** Takes the capsules of the bodies that can reach the table: the first two cannot. */
  TruthKinematics(RobotModel robot) {
    this(robot, 2);
  }

  /**
   * Takes the capsules of the bodies from a stage on.
   *
   * @param first 0 is the first moving body, −1 includes base and rail
   */
  TruthKinematics(RobotModel robot, int first) {
    this.robot = robot;
    capsules = robot.capsules().stream().filter(c -> robot.stage(c.link()) >= first).toList();
    bodies = capsules.stream().mapToInt(c -> robot.bodyOf(c.link())).toArray();
    halfLengths =
        capsules.stream().mapToDouble(c -> ReachTask.distance(c.from(), c.to()) / 2).toArray();
    linkPose = new double[robot.dof()][12];
    origin = new double[robot.dof()][12];
    for (int i = 0; i < origin.length; i++) {
      fixed(robot.joints().get(i).xyz(), robot.joints().get(i).rpy(), origin[i]);
    }
  }

  void update(double[] q) {
    for (int i = 0; i < q.length; i++) {
      Joint joint = robot.joints().get(i);
      System.arraycopy(origin[i], 0, a, 0, 12);
      int parent = robot.bodyOf(joint.parent());
      if (parent < 0) {
        System.arraycopy(a, 0, b, 0, 12);
      } else {
        multiply(linkPose[parent], a, b);
      }
      if (joint.slides()) {
        along(joint.axis(), q[i], a);
      } else {
        about(joint.axis(), q[i], a);
      }
      multiply(b, a, linkPose[i]);
    }
  }

  int capsuleCount() {
    return bodies.length;
  }

  /** How far out the body of a capsule is, {@link RobotModel#stage}. */
  int stage(int capsule) {
    return robot.stage(bodies[capsule]);
  }

  double radius(int capsule) {
    return capsules.get(capsule).radius();
  }

  /** Half the length of a capsule's axis, m. */
  double halfLength(int capsule) {
    return halfLengths[capsule];
  }

  /** World position of the point at share s, 0 to 1, of a capsule's axis. */
  void axisPoint(int capsule, double s, double[] out) {
    Capsule c = capsules.get(capsule);
    double[] t = linkPose[bodies[capsule]];
    for (int row = 0; row < 3; row++) {
      double p = t[4 * row + 3];
      for (int k = 0; k < 3; k++) {
        p += t[4 * row + k] * ((1 - s) * c.from()[k] + s * c.to()[k]);
      }
      out[row] = p;
    }
  }

  void toolPoint(double[] out) {
    double[] t = linkPose[robot.bodyOf(robot.tool().link())];
    double[] p = robot.tool().from();
    for (int row = 0; row < 3; row++) {
      out[row] = t[4 * row] * p[0] + t[4 * row + 1] * p[1] + t[4 * row + 2] * p[2] + t[4 * row + 3];
    }
  }

  private static void fixed(double[] xyz, double[] rpy, double[] t) {
    double cr = Math.cos(rpy[0]);
    double sr = Math.sin(rpy[0]);
    double cp = Math.cos(rpy[1]);
    double sp = Math.sin(rpy[1]);
    double cy = Math.cos(rpy[2]);
    double sy = Math.sin(rpy[2]);
    set(t, 0, cy * cp, cy * sp * sr - sy * cr, cy * sp * cr + sy * sr, xyz[0]);
    set(t, 1, sy * cp, sy * sp * sr + cy * cr, sy * sp * cr - cy * sr, xyz[1]);
    set(t, 2, -sp, cp * sr, cp * cr, xyz[2]);
  }

  /** Rodrigues: R = cos E + (1 − cos) k kᵀ + sin [k]×. */
  private static void about(double[] k, double angle, double[] t) {
    double c = Math.cos(angle);
    double s = Math.sin(angle);
    double v = 1 - c;
    set(t, 0, c + v * k[0] * k[0], v * k[0] * k[1] - s * k[2], v * k[0] * k[2] + s * k[1], 0);
    set(t, 1, v * k[1] * k[0] + s * k[2], c + v * k[1] * k[1], v * k[1] * k[2] - s * k[0], 0);
    set(t, 2, v * k[2] * k[0] - s * k[1], v * k[2] * k[1] + s * k[0], c + v * k[2] * k[2], 0);
  }

  private static void along(double[] k, double way, double[] t) {
    set(t, 0, 1, 0, 0, way * k[0]);
    set(t, 1, 0, 1, 0, way * k[1]);
    set(t, 2, 0, 0, 1, way * k[2]);
  }

  private static void set(double[] t, int row, double x, double y, double z, double p) {
    t[4 * row] = x;
    t[4 * row + 1] = y;
    t[4 * row + 2] = z;
    t[4 * row + 3] = p;
  }

  private static void multiply(double[] x, double[] y, double[] out) {
    for (int r = 0; r < 3; r++) {
      for (int c = 0; c < 4; c++) {
        double s = c == 3 ? x[4 * r + 3] : 0;
        for (int k = 0; k < 3; k++) {
          s += x[4 * r + k] * y[4 * k + c];
        }
        out[4 * r + c] = s;
      }
    }
  }
}
