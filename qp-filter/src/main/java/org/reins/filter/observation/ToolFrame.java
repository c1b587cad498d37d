package org.reins.filter.observation;

import org.reins.robot.dynamics.BodyPoint;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.model.RobotModel;

/**
 * The pose of an arm's tool in the robot's base frame, and how the joints move it. The origin is
 * the tool's point, {@code tool.from} of the robot's file; the axes are those of the tool's link.
 * Nothing allocates after construction; not thread-safe.
 */
final class ToolFrame {
  /** Position, m. */
  final double[] position = new double[3];

  /** Rotation matrix from the tool's axes to those of the base, 9 numbers, row-major. */
  final double[] rotation = new double[9];

  /** Unit quaternion w x y z, w ≥ 0. */
  final double[] quaternion = new double[4];

  private final int n;
  private final int body;
  private final RigidBodyDynamics dynamics;
  private final BodyPoint point;
  private final BodyPoint[] ahead = new BodyPoint[3];
  private final double[] rest;
  private final double[] tip = new double[3];
  private final double[] part;

  ToolFrame(RobotModel robot) {
    n = robot.dof();
    dynamics = new RigidBodyDynamics(robot);
    body = robot.bodyOf(robot.tool().link());
    double[] from = robot.tool().from();
    point = dynamics.point(body, from);
    for (int k = 0; k < 3; k++) {
      double[] along = from.clone();
      along[k] += 1;
      ahead[k] = dynamics.point(body, along);
    }
    rest = new double[n];
    part = new double[3 * n];
  }

  /**
   * Computes the pose.
   *
   * @param q rad or m, not modified
   */
  void update(double[] q) {
    dynamics.update(q, rest);
    dynamics.position(point, position);
    for (int k = 0; k < 3; k++) {
      // A point one metre along an axis of the tool is that axis away.
      dynamics.position(ahead[k], tip);
      for (int r = 0; r < 3; r++) {
        rotation[3 * r + k] = tip[r] - position[r];
      }
    }
    toQuaternion(rotation, quaternion);
  }

  /**
   * The Jacobian at the last update: linear velocity, m/s, then angular, rad/s, in base axes.
   *
   * @param jacobian 6×n, row-major, overwritten
   */
  void jacobian(double[] jacobian) {
    dynamics.jacobian(point, position, part);
    System.arraycopy(part, 0, jacobian, 0, 3 * n);
    dynamics.angularJacobian(body, part);
    System.arraycopy(part, 0, jacobian, 3 * n, 3 * n);
  }

  /**
   * The quaternion of a rotation matrix, by its largest component (Shepperd, 1978).
   *
   * @param r row-major, not modified
   * @param q w x y z, w ≥ 0, overwritten
   */
  static void toQuaternion(double[] r, double[] q) {
    double trace = r[0] + r[4] + r[8];
    if (trace > r[0] && trace > r[4] && trace > r[8]) {
      double s = 2 * Math.sqrt(1 + trace);
      q[0] = s / 4;
      q[1] = (r[7] - r[5]) / s;
      q[2] = (r[2] - r[6]) / s;
      q[3] = (r[3] - r[1]) / s;
    } else {
      int i = r[0] >= r[4] && r[0] >= r[8] ? 0 : r[4] >= r[8] ? 1 : 2;
      int j = (i + 1) % 3;
      int k = (i + 2) % 3;
      double s = 2 * Math.sqrt(1 + r[4 * i] - r[4 * j] - r[4 * k]);
      q[0] = (r[3 * k + j] - r[3 * j + k]) / s;
      q[1 + i] = s / 4;
      q[1 + j] = (r[3 * j + i] + r[3 * i + j]) / s;
      q[1 + k] = (r[3 * k + i] + r[3 * i + k]) / s;
    }
    double length = Math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
    double sign = Math.copySign(1 / length, q[0]);
    for (int k = 0; k < 4; k++) {
      q[k] *= sign;
    }
  }
}
