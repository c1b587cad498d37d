package org.reins.filter.constraint;

import java.util.ArrayList;
import java.util.List;
import org.reins.robot.dynamics.BodyPoint;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.model.Capsule;
import org.reins.robot.model.RobotModel;

/**
 * Keeps capsules of the arm apart from boxes in the world. The nearest points of a capsule's axis
 * and a box give a plane with the normal n that supports the box ({@link SegmentToBox}). A convex
 * box lies behind that plane, so the distance D of the axis is at least that of its nearer end from
 * the plane, and equal to it now. Hence both ends keep apart from the plane as from a {@link
 * HalfSpace}: dᵢ = n · xᵢ − offset − radius − margin is a coordinate of relative degree two, and
 * d̈ᵢ = n · (J q̈ + J̇ q̇) ≥ its {@link Viability} bound. The plane is another one in each step.
 * The rows leave out what the turning of the plane would add to D̈, which is never negative. A
 * capsule whose ends coincide has one row per box, others have two.
 */
public final class BoxDistance implements Constraint {
  private record Arm(BodyPoint[] ends, double radius) {}

  private final Arm[] arms;
  private final BoxObstacle[] boxes;
  private final double braking;
  private final double horizon;
  private final List<RowName> names = new ArrayList<>();
  private final SegmentToBox nearest = new SegmentToBox();
  private final double[][] points = new double[2][3];
  private final double[][] velocities = new double[2][3];
  private final double[][] biases = new double[2][3];
  private final double[] row;

  /**
   * Prepares rows.
   *
   * @param links whose capsules are included
   * @param braking deceleration towards a box that is always available, m/s²
   * @param horizon T of {@link Viability}, s
   */
  public BoxDistance(
      RobotModel robot,
      List<String> links,
      List<BoxObstacle> boxes,
      double braking,
      double horizon) {
    this.boxes = boxes.toArray(BoxObstacle[]::new);
    this.braking = braking;
    this.horizon = horizon;
    row = new double[robot.dof()];
    RigidBodyDynamics dynamics = new RigidBodyDynamics(robot);
    List<Arm> all = new ArrayList<>();
    for (Capsule c : robot.capsules()) {
      if (links.contains(c.link())) {
        int body = robot.bodyOf(c.link());
        BodyPoint from = dynamics.point(body, c.from());
        boolean ball = java.util.Arrays.equals(c.from(), c.to());
        BodyPoint[] ends =
            ball ? new BodyPoint[] {from} : new BodyPoint[] {from, dynamics.point(body, c.to())};
        all.add(new Arm(ends, c.radius()));
        for (BoxObstacle box : boxes) {
          for (int k = 0; k < ends.length; k++) {
            names.add(
                new RowName(
                    box.name() + "." + c.link() + "." + names.size(),
                    "distance of " + c.link() + " from " + box.name(),
                    "m"));
          }
        }
      }
    }
    arms = all.toArray(Arm[]::new);
  }

  @Override
  public List<RowName> rows() {
    return List.copyOf(names);
  }

  @Override
  public void append(ArmState state, Rows rows) {
    RigidBodyDynamics dynamics = state.dynamics;
    double growing = Math.max(0, state.marginRate);
    for (Arm arm : arms) {
      int ends = arm.ends.length;
      for (int k = 0; k < ends; k++) {
        dynamics.position(arm.ends[k], points[k]);
        dynamics.motion(arm.ends[k], points[k], velocities[k], biases[k]);
      }
      double kept = arm.radius + state.margin;
      for (BoxObstacle box : boxes) {
        if (!nearest.place(points[0], points[ends - 1], box)) {
          for (int k = 0; k < ends; k++) {
            rows.nothing(-kept);
          }
          continue;
        }
        for (int k = 0; k < ends; k++) {
          end(dynamics, arm.ends[k], k, kept, growing, rows);
        }
      }
    }
  }

  private void end(
      RigidBodyDynamics dynamics, BodyPoint end, int k, double kept, double growing, Rows rows) {
    double[] n = nearest.normal;
    dynamics.jacobianAlong(end, points[k], n[0], n[1], n[2], row);
    double distance = along(n, points[k]) - nearest.offset - kept;
    double least =
        Viability.lower(
            distance,
            along(n, velocities[k]) - growing,
            0,
            Double.POSITIVE_INFINITY,
            braking,
            horizon);
    rows.atLeast(row, least - along(n, biases[k]), 0, distance);
  }

  private static double along(double[] n, double[] v) {
    return n[0] * v[0] + n[1] * v[1] + n[2] * v[2];
  }
}
