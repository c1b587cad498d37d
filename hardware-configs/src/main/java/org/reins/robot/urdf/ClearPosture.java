package org.reins.robot.urdf;

import java.util.SplittableRandom;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.model.Capsule;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/**
 * A default posture in which an arm is clear of a table at the height of its base. With all joints
 * at zero or in the middle of their ranges, some arms lie on the table or reach into it, and every
 * run would begin with a violation.
 */
final class ClearPosture {
  private static final double CLEAR = 0.1;
  private static final int DRAWS = 6_000;
  private static final double AROUND = 2;
  private static final double SHARE_OF_RANGE = 0.1;

  private final RobotModel robot;
  private final RigidBodyDynamics dynamics;
  private final double[] rest;
  private final double[] point = new double[3];

  private ClearPosture(RobotModel robot) {
    this.robot = robot;
    dynamics = new RigidBodyDynamics(robot);
    rest = new double[robot.dof()];
  }

  /**
   * The robot's own posture if it is clear; otherwise the nearest clear one of some thousand,
   * always the same for the same robot.
   *
   * @return rad or m, the same array if nothing better was found; not to be modified
   */
  static double[] of(RobotModel robot) {
    return new ClearPosture(robot).nearest();
  }

  private double[] nearest() {
    double[] own = robot.posture();
    if (lowest(own) >= CLEAR) {
      return own;
    }
    SplittableRandom random = new SplittableRandom(1);
    double[] best = own;
    double least = Double.POSITIVE_INFINITY;
    for (int k = 0; k < DRAWS; k++) {
      double[] q = draw(random, own, AROUND * (k + 1) / DRAWS);
      double away = away(q, own);
      if (away < least && lowest(q) >= CLEAR) {
        best = q;
        least = away;
      }
    }
    return best;
  }

  private double[] draw(SplittableRandom random, double[] own, double around) {
    double[] q = new double[own.length];
    for (int i = 0; i < q.length; i++) {
      JointLimits l = robot.joints().get(i).limits();
      double most = around * robot.joints().get(i).kind().perRadian();
      double drawn = own[i] + random.nextDouble(-most, most);
      double kept = l.isContinuous() ? 0 : SHARE_OF_RANGE * (l.upper() - l.lower());
      q[i] = Math.max(l.lower() + kept, Math.min(l.upper() - kept, drawn));
    }
    return q;
  }

  private double away(double[] q, double[] own) {
    double sum = 0;
    for (int i = 0; i < q.length; i++) {
      double d = (q[i] - own[i]) / robot.joints().get(i).kind().perRadian();
      sum += d * d;
    }
    return sum;
  }

  /** Height of the lowest capsule that can reach a table, m. */
  private double lowest(double[] q) {
    dynamics.update(q, rest);
    double lowest = Double.POSITIVE_INFINITY;
    for (Capsule c : robot.capsules()) {
      if (robot.stage(c.link()) >= 2) {
        int body = robot.bodyOf(c.link());
        for (double[] end : new double[][] {c.from(), c.to()}) {
          dynamics.position(dynamics.point(body, end), point);
          lowest = Math.min(lowest, point[2] - c.radius());
        }
      }
    }
    return lowest;
  }
}
