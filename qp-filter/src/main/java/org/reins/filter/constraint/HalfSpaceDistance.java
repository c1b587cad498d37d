package org.reins.filter.constraint;

import java.util.ArrayList;
import java.util.List;
import org.reins.robot.dynamics.BodyPoint;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.model.Capsule;
import org.reins.robot.model.RobotModel;

/**
 * Keeps every sphere of the arm on the free side of every plane. With d the distance of a sphere
 * minus the margin, d is a coordinate of relative degree two: d̈ = n·(J q̈ + J̇ q̇) ≥ its {@link
 * Viability} bound, so that the sphere can always stop before the plane. Capsules end in spheres,
 * so the end spheres are exact for planes.
 */
public final class HalfSpaceDistance implements Constraint {
  private final HalfSpace[] obstacles;
  private final BodyPoint[] spheres;
  private final double[] radii;
  private final double braking;
  private final double horizon;
  private final List<RowName> names = new ArrayList<>();
  private final double[] point = new double[3];
  private final double[] velocity = new double[3];
  private final double[] bias = new double[3];
  private final double[] row;
  private double nearest = Double.POSITIVE_INFINITY;

  /**
   * Prepares rows.
   *
   * @param braking deceleration towards a plane that is always available, m/s²
   * @param horizon T of {@link Viability}, s
   */
  public HalfSpaceDistance(
      RobotModel robot, List<HalfSpace> obstacles, double braking, double horizon) {
    this.obstacles = obstacles.toArray(HalfSpace[]::new);
    this.braking = braking;
    this.horizon = horizon;
    RigidBodyDynamics dynamics = new RigidBodyDynamics(robot);
    // The first two bodies turn inside the base.
    Capsule[] capsules =
        robot.capsules().stream().filter(c -> robot.stage(c.link()) >= 2).toArray(Capsule[]::new);
    spheres = new BodyPoint[2 * capsules.length];
    radii = new double[2 * capsules.length];
    for (int k = 0; k < spheres.length; k++) {
      Capsule c = capsules[k / 2];
      spheres[k] = dynamics.point(robot.bodyOf(c.link()), k % 2 == 0 ? c.from() : c.to());
      radii[k] = c.radius();
    }
    for (int k = 0; k < spheres.length; k++) {
      String link = capsules[k / 2].link();
      for (HalfSpace obstacle : obstacles) {
        names.add(
            new RowName(
                obstacle.name() + "." + link + "." + k,
                "distance of " + link + " from " + obstacle.name(),
                "m"));
      }
    }
    row = new double[robot.dof()];
  }

  @Override
  public List<RowName> rows() {
    return List.copyOf(names);
  }

  @Override
  public void append(ArmState state, Rows rows) {
    nearest = Double.POSITIVE_INFINITY;
    RigidBodyDynamics dynamics = state.dynamics;
    // A growing margin acts like an approaching plane.
    double approach = Math.max(0, state.marginRate);
    for (int k = 0; k < spheres.length; k++) {
      dynamics.position(spheres[k], point);
      dynamics.motion(spheres[k], point, velocity, bias);
      for (HalfSpace o : obstacles) {
        dynamics.jacobianAlong(spheres[k], point, o.nx(), o.ny(), o.nz(), row);
        double distance =
            o.nx() * point[0]
                + o.ny() * point[1]
                + o.nz() * point[2]
                - o.offset()
                - radii[k]
                - state.margin;
        double speed = o.nx() * velocity[0] + o.ny() * velocity[1] + o.nz() * velocity[2];
        double drift = o.nx() * bias[0] + o.ny() * bias[1] + o.nz() * bias[2];
        nearest = Math.min(nearest, distance);
        double least =
            Viability.lower(
                distance, speed - approach, 0, Double.POSITIVE_INFINITY, braking, horizon);
        rows.atLeast(row, least - drift, 0, distance);
      }
    }
  }

  /** Smallest d at the last writing of the rows, m; +∞ without obstacles. */
  public double nearest() {
    return nearest;
  }
}
