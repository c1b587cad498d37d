package org.reins.filter.legged;

import java.util.List;
import org.reins.robot.dynamics.BodyPoint;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.model.Capsule;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/**
 * Foot positions for given joints, and joints for given feet, in base axes. Legs of three joints.
 * Nothing allocates after construction; not thread-safe.
 */
public final class LegKinematics {
  private static final int JOINTS = 3;
  private static final int ITERATIONS = 4;
  private static final double FAR = 0.08;
  // Targets stay away from the joint limits, where the filter would hold them back.
  private static final double CLEARANCE = 0.07;

  private final RigidBodyDynamics tree;
  private final int n;
  private final BodyPoint[] feet;
  private final int[][] joints;
  private final double[] lower;
  private final double[] upper;
  private final double[] still;
  private final double radius;
  private final double[] at = new double[3];
  private final double[] jacobian;
  private final double[] step = new double[JOINTS];

  /**
   * Prepares a robot.
   *
   * @throws IllegalArgumentException if a leg does not have three joints
   */
  public LegKinematics(RobotModel robot) {
    tree = new RigidBodyDynamics(robot);
    n = robot.dof();
    List<Capsule> spheres = robot.base().feet();
    feet = new BodyPoint[spheres.size()];
    joints = new int[spheres.size()][];
    for (int f = 0; f < feet.length; f++) {
      int body = robot.bodyOf(spheres.get(f).link());
      feet[f] = tree.point(body, spheres.get(f).from());
      joints[f] = chain(robot, body);
      if (joints[f].length != JOINTS) {
        throw new IllegalArgumentException(
            "the leg of " + spheres.get(f).link() + " has " + joints[f].length + " joints, not 3");
      }
    }
    lower = new double[n];
    upper = new double[n];
    for (int i = 0; i < n; i++) {
      JointLimits l = robot.joints().get(i).limits();
      lower[i] = l.lower() + CLEARANCE;
      upper[i] = l.upper() - CLEARANCE;
    }
    still = new double[n];
    radius = spheres.get(0).radius();
    jacobian = new double[3 * n];
  }

  private static int[] chain(RobotModel robot, int body) {
    List<Integer> up = new java.util.ArrayList<>();
    for (int b = body; b >= 0; b = robot.bodyOf(robot.joints().get(b).parent())) {
      up.add(0, b);
    }
    return up.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Number of feet. */
  public int feet() {
    return feet.length;
  }

  /**
   * Mean height of the base's origin over its feet, with a level body.
   *
   * @param posture rad, not modified
   * @return m
   */
  double standingHeight(double[] posture) {
    double[] place = new double[3];
    double[] velocity = new double[3];
    update(posture, still);
    double sum = 0;
    for (int f = 0; f < feet(); f++) {
      foot(f, still, place, velocity);
      sum -= place[2];
    }
    return sum / feet() + radius;
  }

  /** Joints of a leg, from the body to the foot; not to be modified. */
  public int[] joints(int foot) {
    return joints[foot];
  }

  /**
   * Sets the leg joints.
   *
   * @param q rad, not modified
   * @param qd rad/s, not modified
   */
  public void update(double[] q, double[] qd) {
    tree.update(q, qd);
  }

  /**
   * Position and velocity of a foot relative to the base at the last {@link #update}.
   *
   * @param place m, overwritten
   * @param velocity m/s, overwritten
   */
  public void foot(int foot, double[] qd, double[] place, double[] velocity) {
    tree.position(feet[foot], place);
    tree.jacobian(feet[foot], place, jacobian);
    for (int k = 0; k < 3; k++) {
      double v = 0;
      for (int j : joints[foot]) {
        v += jacobian[k * n + j] * qd[j];
      }
      velocity[k] = v;
    }
  }

  /**
   * Moves the joints so that the feet reach their targets, as closely as the limits allow, by a few
   * damped Newton steps from the present positions.
   *
   * @param targets 3 numbers per foot, base axes, m, not modified
   * @param q start and result, rad
   */
  public void reach(double[] targets, double[] q) {
    for (int round = 0; round < ITERATIONS; round++) {
      tree.update(q, still);
      for (int f = 0; f < feet.length; f++) {
        improve(f, targets, q);
      }
    }
  }

  private void improve(int f, double[] targets, double[] q) {
    tree.position(feet[f], at);
    tree.jacobian(feet[f], at, jacobian);
    double ex = targets[3 * f] - at[0];
    double ey = targets[3 * f + 1] - at[1];
    double ez = targets[3 * f + 2] - at[2];
    double size = Math.sqrt(ex * ex + ey * ey + ez * ez);
    double cut = size > FAR ? FAR / size : 1;
    int[] j = joints[f];
    solve(j, cut * ex, cut * ey, cut * ez);
    for (int k = 0; k < JOINTS; k++) {
      q[j[k]] = Math.max(lower[j[k]], Math.min(upper[j[k]], q[j[k]] + step[k]));
    }
  }

  /** (JᵀJ + ε) Δq = Jᵀ e, by Cramer's rule: near straight legs Δq stays finite. */
  private void solve(int[] j, double ex, double ey, double ez) {
    double epsilon = 1e-5;
    double a = dot(j[0], j[0]) + epsilon;
    double b = dot(j[0], j[1]);
    double c = dot(j[0], j[2]);
    double d = dot(j[1], j[1]) + epsilon;
    double e = dot(j[1], j[2]);
    double f = dot(j[2], j[2]) + epsilon;
    double x = along(j[0], ex, ey, ez);
    double y = along(j[1], ex, ey, ez);
    double z = along(j[2], ex, ey, ez);
    double m00 = d * f - e * e;
    double m01 = c * e - b * f;
    double m02 = b * e - c * d;
    double m11 = a * f - c * c;
    double m12 = b * c - a * e;
    double m22 = a * d - b * b;
    double det = a * m00 + b * m01 + c * m02;
    step[0] = (m00 * x + m01 * y + m02 * z) / det;
    step[1] = (m01 * x + m11 * y + m12 * z) / det;
    step[2] = (m02 * x + m12 * y + m22 * z) / det;
  }

  private double dot(int i, int j) {
    return jacobian[i] * jacobian[j]
        + jacobian[n + i] * jacobian[n + j]
        + jacobian[2 * n + i] * jacobian[2 * n + j];
  }

  private double along(int i, double ex, double ey, double ez) {
    return jacobian[i] * ex + jacobian[n + i] * ey + jacobian[2 * n + i] * ez;
  }
}
