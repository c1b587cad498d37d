package org.reins.filter.constraint;

import org.reins.robot.BodyPoint;
import org.reins.robot.RigidBodyDynamics;
import org.reins.robot.RobotModel;

/**
 * Where a point of the arm is, how it moves, and the direction of its Jacobian along its motion.
 */
final class PointMotion {
  /** Slower than this a point has no direction, m/s. */
  private static final double STILL = 1e-6;

  private final BodyPoint point;

  /** World position, m. */
  final double[] position = new double[3];

  /** World velocity, m/s. */
  final double[] velocity = new double[3];

  /** J̇ q̇, m/s². */
  final double[] bias = new double[3];

  /** d̂ᵀ J with d̂ the direction of motion; zeros when the point is still. */
  final double[] row;

  /** ‖v‖, m/s. */
  double speed;

  /** d̂ · J̇ q̇, m/s². */
  double drift;

  PointMotion(RobotModel robot, String link, double[] xyz) {
    int body = robot.bodyOf(link);
    if (body < 0) {
      throw new IllegalArgumentException("link " + link + " does not move: name one that does");
    }
    point = new RigidBodyDynamics(robot).point(body, xyz);
    row = new double[robot.dof()];
  }

  /** Takes the state; false when the point is still. */
  boolean update(RigidBodyDynamics dynamics) {
    dynamics.position(point, position);
    dynamics.motion(point, position, velocity, bias);
    speed =
        Math.sqrt(
            velocity[0] * velocity[0] + velocity[1] * velocity[1] + velocity[2] * velocity[2]);
    if (!(speed > STILL)) {
      drift = 0;
      return false;
    }
    double x = velocity[0] / speed;
    double y = velocity[1] / speed;
    double z = velocity[2] / speed;
    drift = x * bias[0] + y * bias[1] + z * bias[2];
    dynamics.jacobianAlong(point, position, x, y, z, row);
    return true;
  }
}
