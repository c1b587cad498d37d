package org.reins.filter;

import java.util.List;
import org.reins.robot.BodyPoint;
import org.reins.robot.Capsule;
import org.reins.robot.RigidBodyDynamics;
import org.reins.robot.RobotModel;

/**
 * Keeps every sphere of the arm on the free side of every plane. With d the distance of a sphere
 * less the margin, d is a coordinate of relative degree two: d̈ = n·(J q̈ + J̇ q̇) ≥ its {@link
 * Viability} bound, so that the sphere can always still stop before the plane. Capsules end in
 * spheres, so for planes the spheres at their ends are exact.
 */
final class ObstacleRows {
  private final int n;
  private final RigidBodyDynamics dynamics;
  private final HalfSpace[] obstacles;
  private final BodyPoint[] spheres;
  private final double[] radii;
  private final double braking;
  private final double horizon;
  private final double[] point = new double[3];
  private final double[] velocity = new double[3];
  private final double[] bias = new double[3];
  private final double[] jacobian;
  private final double[] row;

  /** Prepares rows, and appends their names: obstacle, link and number of the sphere. */
  ObstacleRows(
      RobotModel robot,
      RigidBodyDynamics dynamics,
      List<HalfSpace> obstacles,
      FilterSettings settings,
      List<String> names) {
    this.dynamics = dynamics;
    this.obstacles = obstacles.toArray(HalfSpace[]::new);
    n = robot.dof();
    braking = settings.obstacleBraking();
    horizon = settings.horizon();
    // The first two bodies turn inside the base.
    Capsule[] capsules =
        robot.capsules().stream().filter(c -> robot.bodyOf(c.link()) >= 2).toArray(Capsule[]::new);
    spheres = new BodyPoint[2 * capsules.length];
    radii = new double[2 * capsules.length];
    for (int k = 0; k < spheres.length; k++) {
      Capsule c = capsules[k / 2];
      spheres[k] = dynamics.point(robot.bodyOf(c.link()), k % 2 == 0 ? c.from() : c.to());
      radii[k] = c.radius();
    }
    for (HalfSpace obstacle : obstacles) {
      for (int k = 0; k < spheres.length; k++) {
        names.add(obstacle.name() + "." + capsules[k / 2].link() + "." + k);
      }
    }
    jacobian = new double[3 * n];
    row = new double[n];
  }

  /**
   * Appends the rows for the state of the dynamics.
   *
   * @param margin kept from every plane, m
   * @return the smallest d, m; +∞ without obstacles
   */
  double append(Rows rows, double margin) {
    double nearest = Double.POSITIVE_INFINITY;
    for (HalfSpace o : obstacles) {
      for (int k = 0; k < spheres.length; k++) {
        dynamics.position(spheres[k], point);
        dynamics.jacobian(spheres[k], point, jacobian);
        dynamics.motion(spheres[k], point, velocity, bias);
        double distance =
            o.nx() * point[0]
                + o.ny() * point[1]
                + o.nz() * point[2]
                - o.offset()
                - radii[k]
                - margin;
        double speed = o.nx() * velocity[0] + o.ny() * velocity[1] + o.nz() * velocity[2];
        double drift = o.nx() * bias[0] + o.ny() * bias[1] + o.nz() * bias[2];
        nearest = Math.min(nearest, distance);
        double least =
            Viability.lower(distance, speed, 0, Double.POSITIVE_INFINITY, braking, horizon);
        for (int i = 0; i < n; i++) {
          row[i] = o.nx() * jacobian[i] + o.ny() * jacobian[n + i] + o.nz() * jacobian[2 * n + i];
        }
        rows.atLeast(row, least - drift, false);
      }
    }
    return nearest;
  }
}
