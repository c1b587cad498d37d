package org.reins.filter.constraint;

import java.util.ArrayList;
import java.util.List;
import org.reins.robot.dynamics.BodyPoint;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.model.Capsule;
import org.reins.robot.model.RobotModel;

/**
 * Keeps capsules of the arm apart from capsules and spheres in the world, or from each other. With
 * d the distance of two capsules minus the margin, d is a coordinate of relative degree two, and d̈
 * ≥ its {@link Viability} bound. The row is nᵀ (J₁ − J₂) at the nearest points, and {@link
 * SegmentPair} computes the rest of d̈. The margin of the envelope applies to the world, not to the
 * arm itself.
 */
public final class CapsuleDistance implements Constraint {
  /** A part of the arm, or of the world where body is below 0. */
  private static final class Part {
    final BodyPoint from;
    final BodyPoint to;
    final CapsuleObstacle obstacle;
    final double radius;

    Part(BodyPoint from, BodyPoint to, CapsuleObstacle obstacle, double radius) {
      this.from = from;
      this.to = to;
      this.obstacle = obstacle;
      this.radius = radius;
    }
  }

  private record Pair(Part first, Part second, RowName name) {}

  private final Pair[] pairs;
  private final double braking;
  private final double horizon;
  private final SegmentPair segments = new SegmentPair();
  private final double[][] ends = new double[4][3];
  private final double[][] velocities = new double[4][3];
  private final double[][] biases = new double[4][3];
  private final double[] row;
  private final double[] other;

  private CapsuleDistance(int n, List<Pair> pairs, double braking, double horizon) {
    this.pairs = pairs.toArray(Pair[]::new);
    this.braking = braking;
    this.horizon = horizon;
    row = new double[n];
    other = new double[n];
  }

  /**
   * Between the arm and the world.
   *
   * @param links whose capsules are included
   * @param braking deceleration towards an obstacle that is always available, m/s²
   * @param horizon T of {@link Viability}, s
   */
  public static CapsuleDistance toWorld(
      RobotModel robot,
      List<String> links,
      List<CapsuleObstacle> obstacles,
      double braking,
      double horizon) {
    RigidBodyDynamics dynamics = new RigidBodyDynamics(robot);
    List<Pair> pairs = new ArrayList<>();
    for (Capsule c : robot.capsules()) {
      if (links.contains(c.link())) {
        Part arm = part(robot, dynamics, c);
        for (CapsuleObstacle o : obstacles) {
          String words = "distance of " + c.link() + " from " + o.name();
          String name = o.name() + "." + c.link() + "." + pairs.size();
          Part world = new Part(null, null, o, o.radius());
          pairs.add(new Pair(arm, world, new RowName(name, words, "m")));
        }
      }
    }
    return new CapsuleDistance(robot.dof(), pairs, braking, horizon);
  }

  /**
   * Between two links of the arm.
   *
   * @param links pairs of links, each an array of two names; the base may be one
   */
  public static CapsuleDistance toItself(
      RobotModel robot, List<String[]> links, double braking, double horizon) {
    RigidBodyDynamics dynamics = new RigidBodyDynamics(robot);
    List<Pair> pairs = new ArrayList<>();
    for (String[] two : links) {
      for (Capsule a : robot.capsules()) {
        for (Capsule b : robot.capsules()) {
          if (a.link().equals(two[0]) && b.link().equals(two[1])) {
            String words = "distance of " + two[0] + " from " + two[1];
            String name = two[0] + "." + two[1] + "." + pairs.size();
            pairs.add(
                new Pair(
                    part(robot, dynamics, a),
                    part(robot, dynamics, b),
                    new RowName(name, words, "m")));
          }
        }
      }
    }
    return new CapsuleDistance(robot.dof(), pairs, braking, horizon);
  }

  private static Part part(RobotModel robot, RigidBodyDynamics dynamics, Capsule c) {
    int body = robot.bodyOf(c.link());
    return new Part(dynamics.point(body, c.from()), dynamics.point(body, c.to()), null, c.radius());
  }

  @Override
  public List<RowName> rows() {
    List<RowName> names = new ArrayList<>();
    for (Pair p : pairs) {
      names.add(p.name);
    }
    return names;
  }

  @Override
  public void append(ArmState state, Rows rows) {
    Part loaded = null;
    for (Pair pair : pairs) {
      if (pair.first != loaded) {
        load(state.dynamics, pair.first, 0);
        loaded = pair.first;
      }
      load(state.dynamics, pair.second, 2);
      boolean isWorld = pair.second.obstacle != null;
      double kept = pair.first.radius + pair.second.radius + (isWorld ? state.margin : 0);
      if (!segments.place(ends[0], ends[1], ends[2], ends[3])) {
        rows.nothing(-kept);
        continue;
      }
      segments.move(
          velocities[0],
          velocities[1],
          velocities[2],
          velocities[3],
          biases[0],
          biases[1],
          biases[2],
          biases[3]);
      double[] n = segments.normal;
      along(state.dynamics, pair.first, segments.first, n, row);
      along(state.dynamics, pair.second, segments.second, n, other);
      for (int i = 0; i < row.length; i++) {
        row[i] -= other[i];
      }
      double distance = segments.distance - kept;
      double growing = isWorld ? Math.max(0, state.marginRate) : 0;
      double least =
          Viability.lower(
              distance, segments.rate - growing, 0, Double.POSITIVE_INFINITY, braking, horizon);
      rows.atLeast(row, least - segments.drift, 0, distance);
    }
  }

  private void load(RigidBodyDynamics dynamics, Part part, int at) {
    if (part.obstacle == null) {
      dynamics.position(part.from, ends[at]);
      dynamics.position(part.to, ends[at + 1]);
      dynamics.motion(part.from, ends[at], velocities[at], biases[at]);
      dynamics.motion(part.to, ends[at + 1], velocities[at + 1], biases[at + 1]);
      return;
    }
    for (int k = 0; k < 3; k++) {
      ends[at][k] = part.obstacle.from()[k];
      ends[at + 1][k] = part.obstacle.to()[k];
      velocities[at][k] = part.obstacle.velocity()[k];
      velocities[at + 1][k] = part.obstacle.velocity()[k];
      biases[at][k] = 0;
      biases[at + 1][k] = 0;
    }
  }

  private static void along(
      RigidBodyDynamics dynamics, Part part, double[] point, double[] n, double[] to) {
    if (part.obstacle != null) {
      for (int i = 0; i < to.length; i++) {
        to[i] = 0;
      }
      return;
    }
    dynamics.jacobianAlong(part.from, point, n[0], n[1], n[2], to);
  }
}
