package org.reins.sim.cell;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.reins.filter.EnvelopeLevels;
import org.reins.robot.model.RobotModel;
import org.reins.sim.Judge;
import org.reins.sim.ToolSolver;
import org.reins.sim.world.Cylinder;
import org.reins.sim.world.GoalRegion;
import org.reins.sim.world.GoalShape;
import org.reins.sim.world.Region;
import org.reins.sim.world.Span;
import org.reins.sim.world.World;

/**
 * A first cell for an arm: goals that it reaches, and a zone that reaches into the way between
 * them. Found from the arm's geometry alone; the same arm always gives the same draft.
 */
public final class CellDraft {
  private static final double HALF_WIDTH = 0.9;
  private static final double LOWEST = 0.15;
  private static final double HEIGHT = 0.3;
  private static final double DEPTH = 0.25;
  private static final double REACHED = 0.005;
  private static final double CLEARANCE = 0.1;
  private static final double START_CLEARANCE = 0.1;
  private static final double GOAL_CLEARANCE = 0.05;
  private static final int LEGS = 60;
  private static final int SAMPLES = 16;

  private final RobotModel robot;
  private final ToolSolver solver;
  private final double[] tool;

  /**
   * A zone that could stand in the arm's way.
   *
   * @param zone the zone
   * @param goals the goals that keep clear of it
   * @param entering share of the ways between goals that enter it
   * @param depth mean depth of those, m
   */
  public record Candidate(Cylinder zone, GoalRegion goals, double entering, double depth) {
    /**
     * Small if some ways enter the zone, and not deeply. A filter does not plan: where a zone
     * stands across the way, the arm waits in front of it.
     */
    double cost() {
      return Math.abs(entering - 0.3) + 5 * Math.max(0, depth - 0.02);
    }
  }

  /** Prepares an arm. */
  public CellDraft(RobotModel robot) {
    this.robot = robot;
    solver = new ToolSolver(robot);
    tool = solver.tool(robot.posture());
  }

  /**
   * Goals in front of the arm that it reaches.
   *
   * @param comfortable share of the reach at which the arm is not yet stretched
   * @throws IllegalArgumentException if there are none
   */
  public GoalShape.Ring ring(double comfortable) {
    double azimuth = rounded(Math.atan2(tool[1], tool[0]));
    double far = 0;
    double near = Double.POSITIVE_INFINITY;
    for (double radius = 0.2; radius < 1.6; radius += 0.01) {
      if (reaches(radius, azimuth)) {
        far = Math.max(far, radius);
        near = far - radius > DEPTH ? near : Math.min(near, radius);
      }
    }
    far *= comfortable;
    near = Math.max(near + 0.02, far - DEPTH);
    if (!(far - near > 0.08)) {
      throw new IllegalArgumentException(
          robot.name()
              + " reaches no ring of points in front of its default posture: give it another"
              + " posture, or write the goals by hand");
    }
    return new GoalShape.Ring(
        new Span(rounded(near), rounded(far)),
        new Span(azimuth - HALF_WIDTH, azimuth + HALF_WIDTH),
        new Span(LOWEST, rounded(LOWEST + HEIGHT)));
  }

  private boolean reaches(double radius, double azimuth) {
    double[] q = new double[robot.dof()];
    for (int side = -1; side <= 1; side++) {
      double a = azimuth + side * HALF_WIDTH;
      for (int up = 0; up <= 2; up++) {
        double z = LOWEST + 0.5 * up * HEIGHT;
        double[] goal = {radius * Math.cos(a), radius * Math.sin(a), z};
        if (solver.solve(goal, q) > REACHED) {
          return false;
        }
      }
    }
    return true;
  }

  /** Zones in the way, the most suitable first. */
  public List<Candidate> zones(GoalShape.Ring ring) {
    double middle = (ring.azimuth().low() + ring.azimuth().high()) / 2;
    List<Candidate> all = new ArrayList<>();
    for (double turn : new double[] {0.35, 0, -0.35, 0.2, -0.2}) {
      for (double radius : new double[] {0.10, 0.14, 0.18}) {
        for (double inner = -0.14; inner <= 0.05; inner += 0.03) {
          double at = ring.radius().high() + inner + radius;
          double a = middle + turn;
          Cylinder zone =
              new Cylinder(
                  "person",
                  rounded(at * Math.cos(a)),
                  rounded(at * Math.sin(a)),
                  radius,
                  Double.NEGATIVE_INFINITY,
                  Double.POSITIVE_INFINITY);
          Candidate candidate = candidate(ring, zone);
          if (candidate != null) {
            all.add(candidate);
          }
        }
      }
    }
    all.sort(Comparator.comparingDouble(Candidate::cost));
    return all;
  }

  /** The zone's effect on the ways between goals; null if it is too near to start or goals. */
  private Candidate candidate(GoalShape.Ring ring, Cylinder zone) {
    List<Region> zones = List.of(zone);
    Judge judge = new Judge(robot, new World(zones, List.of()));
    judge.locate(robot.posture());
    if (judge.zoneClearance() < START_CLEARANCE) {
      return null;
    }
    GoalRegion goals = new GoalRegion(ring, zones, CLEARANCE, hop(ring), null, List.of(), tool);
    SplittableRandom random = new SplittableRandom(1);
    double[] goal = goals.start();
    double[] q = robot.posture().clone();
    double[] next = new double[robot.dof()];
    int entering = 0;
    int blocked = 0;
    double depth = 0;
    for (int k = 0; k < LEGS; k++) {
      goals.next(random, k, goal);
      solver.solve(goal, next);
      judge.locate(next);
      blocked += judge.zoneClearance() < GOAL_CLEARANCE ? 1 : 0;
      double least = least(judge, q, next);
      entering += least < 0 ? 1 : 0;
      depth += Math.max(0, -least);
      System.arraycopy(next, 0, q, 0, q.length);
    }
    boolean fits = blocked <= LEGS / 20 && entering >= LEGS / 5;
    return fits ? new Candidate(zone, goals, (double) entering / LEGS, depth / entering) : null;
  }

  private double least(Judge judge, double[] from, double[] to) {
    double[] q = new double[from.length];
    double least = Double.POSITIVE_INFINITY;
    for (int s = 0; s <= SAMPLES; s++) {
      for (int i = 0; i < q.length; i++) {
        q[i] = from[i] + (to[i] - from[i]) * s / SAMPLES;
      }
      judge.locate(q);
      least = Math.min(least, judge.zoneClearance());
    }
    return least;
  }

  /** Distance that goals keep from each other, m: so far that most ways cross the middle. */
  private static double hop(GoalShape.Ring ring) {
    return rounded(0.7 * ring.radius().high());
  }

  /** Time for each goal at the base envelope's speed, s. */
  public double slot(GoalRegion goals) {
    double scale = EnvelopeLevels.DEFAULT.base().speedScale();
    SplittableRandom random = new SplittableRandom(2);
    double[] goal = goals.start();
    double[] q = robot.posture().clone();
    double[] next = new double[robot.dof()];
    double longest = 0;
    for (int k = 0; k < LEGS; k++) {
      goals.next(random, k, goal);
      solver.solve(goal, next);
      for (int i = 0; i < q.length; i++) {
        double speed = scale * robot.joints().get(i).limits().velocity();
        longest = Math.max(longest, Math.abs(next[i] - q[i]) / speed);
      }
      System.arraycopy(next, 0, q, 0, q.length);
    }
    return Math.min(10, Math.ceil(2 * (1.5 * longest + 1)) / 2);
  }

  private static double rounded(double metres) {
    return Math.round(1e3 * metres) / 1e3;
  }
}
