package org.reins.sim.cell;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.reins.robot.file.RobotFileException;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;
import org.reins.sim.Judge;
import org.reins.sim.world.Region;
import org.reins.sim.world.Task;
import org.reins.sim.world.Waypoints;
import org.reins.sim.world.World;

/** Checks a cell as a whole. Every fault is one sentence with the next step. */
final class CellCheck {
  private static final int GOALS = 120;
  private static final double LEAST_SHARE = 0.8;
  private static final int POSES = 4_000;
  // A zone farther than this from every pose drawn cannot be reached by a pose that was not, m.
  private static final double OUT_OF_REACH = 0.2;
  private static final double WHOLE_TURN = Math.PI;

  private final String file;
  private final RobotModel robot;
  private final World world;

  CellCheck(String file, RobotModel robot, World world) {
    this.file = file;
    this.robot = robot;
    this.world = world;
  }

  /** Checks that the arm touches nothing in its default posture, in which every run starts. */
  void start() {
    for (Region zone : world.zones()) {
      double d = clearance(new World(List.of(zone), List.of()));
      if (d <= 0) {
        throw touches("zones", "zone " + zone.name(), d);
      }
    }
    for (Region obstacle : world.obstacles()) {
      double d = clearance(new World(List.of(), List.of(obstacle)));
      if (d <= 0) {
        throw touches("world", "obstacle " + obstacle.name(), d);
      }
    }
  }

  private double clearance(World one) {
    Judge judge = new Judge(robot, one);
    judge.locate(robot.posture());
    return Math.min(judge.zoneClearance(), judge.obstacleClearance());
  }

  private RobotFileException touches(String key, String what, double depth) {
    return fault(
        key,
        String.format(
            Locale.ROOT,
            "%s reaches %.0f mm into the arm in its default posture, where every run starts: move"
                + " it away from the arm or make it smaller",
            what,
            -1e3 * depth));
  }

  /**
   * Checks that goals can be drawn and reached.
   *
   * @return poses for some goals, rad
   */
  List<double[]> goals(Task task) {
    if (task.goals() instanceof Waypoints waypoints) {
      waypoints(waypoints);
    }
    List<double[]> poses;
    try {
      poses = new CellReach(robot).poses(task.goals(), GOALS, 1);
    } catch (IllegalArgumentException e) {
      throw new RobotFileException(file + ": task.goals: " + e.getMessage(), e);
    }
    if (poses.size() < LEAST_SHARE * GOALS) {
      throw fault(
          "task",
          robot.name()
              + " reaches "
              + poses.size()
              + " of "
              + GOALS
              + " goals drawn: allowed are at least "
              + Math.round(LEAST_SHARE * GOALS)
              + "; move the goals nearer to the arm, or make the region smaller");
    }
    return poses;
  }

  private void waypoints(Waypoints waypoints) {
    for (double[] p : waypoints.points()) {
      for (Region zone : world.zones()) {
        if (zone.distance(p[0], p[1], p[2]) <= 0) {
          throw fault(
              "task.waypoints",
              "point "
                  + java.util.Arrays.toString(p)
                  + " is inside the zone "
                  + zone.name()
                  + ": move the point or the zone");
        }
      }
    }
  }

  /** Checks that the arm can enter every zone: another one would protect nobody. */
  void zones() {
    for (Region zone : world.zones()) {
      double nearest = nearest(new Judge(robot, new World(List.of(zone), List.of())));
      if (nearest > OUT_OF_REACH) {
        throw fault(
            "zones",
            String.format(
                Locale.ROOT,
                "zone %s is out of the arm's reach by about %.2f m: move it nearer or remove it",
                zone.name(),
                nearest));
      }
    }
  }

  private double nearest(Judge judge) {
    SplittableRandom random = new SplittableRandom(1);
    double nearest = Double.POSITIVE_INFINITY;
    double[] q = new double[robot.dof()];
    for (int k = 0; k < POSES && nearest > 0; k++) {
      for (int i = 0; i < q.length; i++) {
        JointLimits l = robot.joints().get(i).limits();
        // A joint that slides has ends, and any place between them is another one.
        double most = robot.joints().get(i).slides() ? Double.POSITIVE_INFINITY : WHOLE_TURN;
        double low = Math.max(l.lower(), robot.posture()[i] - most);
        double high = Math.min(l.upper(), robot.posture()[i] + most);
        q[i] = random.nextDouble(low, high);
      }
      judge.locate(q);
      nearest = Math.min(nearest, judge.zoneClearance());
    }
    return nearest;
  }

  private RobotFileException fault(String key, String what) {
    return new RobotFileException(file + ": " + key + ": " + what);
  }
}
