package org.reins.filter.constraint;

import org.reins.robot.dynamics.BodyPoint;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.model.RobotModel;

/** Position and velocity of a point of the arm, and its Jacobian along the direction of motion. */
final class PointMotion {
  /** Below this speed a point has no direction, m/s. */
  private static final double STILL = 1e-6;

  private final BodyPoint point;
  private final double[] against;

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
    against = new double[robot.dof()];
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

  /**
   * Appends −d̂ᵀ J q̈ ≥ d̂·J̇ q̇ − max(−A, (L′ − s) / T + L̇), the row that keeps the speed below
   * L, after {@link #update} returned true.
   *
   * @param limit L, m/s
   * @param falling L̇, m/s², not over 0
   * @param acceleration A, m/s²: largest acceleration across the motion, and braking deceleration
   *     of the point
   * @param horizon T, s
   * @param left remaining distance to the limit, in the row's unit
   */
  void atMost(
      Rows rows,
      double limit,
      double falling,
      double acceleration,
      double horizon,
      double dt,
      double left) {
    double target = limit - acceleration * acceleration * horizon * dt / (2 * limit);
    double most = (target - speed) / horizon + falling;
    for (int i = 0; i < row.length; i++) {
      against[i] = -row[i];
    }
    rows.atLeast(against, drift - Math.max(-acceleration, most), 0, left);
  }
}
