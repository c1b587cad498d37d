package org.reins.launch.cell;

import java.util.List;
import java.util.Locale;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterSettings;
import org.reins.filter.SafetyFilter;
import org.reins.filter.constraint.CapsuleDistance;
import org.reins.filter.constraint.CapsuleObstacle;
import org.reins.filter.constraint.ConstraintDefaults;
import org.reins.filter.constraint.HalfSpace;
import org.reins.filter.qp.QpBackEnd;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.sim.ArmOutput;
import org.reins.sim.ChasePolicy;
import org.reins.sim.ClosedLoop;
import org.reins.sim.DriverProfile;
import org.reins.sim.EmbeddedArm;
import org.reins.sim.PlantParameters;
import org.reins.sim.Violation;
import org.reins.sim.cell.CellDraft;
import org.reins.sim.cell.CellDraft.Candidate;
import org.reins.sim.world.Cylinder;
import org.reins.sim.world.GoalShape;
import org.reins.sim.world.Task;
import org.reins.sim.world.World;

/**
 * Writes a first cell for an arm. Zones in the way are tried out: without a filter the arm must
 * enter the zone, and with a filter that knows the zone it must still reach the goals.
 */
final class DraftCell {
  private static final int GOALS = 12;
  // Shares of the reach to draw goals from; the nearer ring leaves the filter more room.
  private static final double[] COMFORTABLE = {0.7, 0.75, 0.8};
  private static final int MOST_TRIED = 6;
  // Where friction takes most of what the base envelope allows, the arm needs a wider one.
  private static final int[] LEVELS = {0, 2};
  private static final double ENOUGH = 0.9;
  // A learned barrier keeps about so much more distance than a filter that knows the zone, m.
  private static final double UNSURE = 0.05;

  private final String robotName;
  private final RobotModel robot;
  private final CellDraft draft;

  private record Outcome(long goals, long zone) {}

  /** A zone, the envelope level, and the share of the goals that a filter reaches with both. */
  private record Choice(Candidate candidate, int level, double share) {}

  DraftCell(String robotName) {
    this.robotName = robotName;
    robot = RobotFiles.arm(robotName);
    draft = new CellDraft(robot);
  }

  /** The cell's text. */
  String yaml() {
    for (double comfortable : COMFORTABLE) {
      GoalShape.Ring ring;
      try {
        ring = draft.ring(comfortable);
      } catch (IllegalArgumentException e) {
        throw new ReinsException(e.getMessage(), e);
      }
      List<Candidate> candidates = draft.zones(ring);
      if (!candidates.isEmpty()) {
        return yaml(ring, candidates);
      }
    }
    throw new ReinsException(
        "no place for a zone was found in the way of "
            + robot.name()
            + ": copy a cell from docs/cells.md and write zones and goals by hand");
  }

  private String yaml(GoalShape.Ring ring, List<Candidate> candidates) {
    List<Candidate> few = candidates.subList(0, Math.min(MOST_TRIED, candidates.size()));
    Choice best = new Choice(few.get(0), 0, -1);
    for (int level : LEVELS) {
      for (Candidate c : few) {
        double share = share(c, level);
        if (share > best.share) {
          best = new Choice(c, level, share);
        }
        if (share >= ENOUGH) {
          return text(best, ring);
        }
      }
    }
    return text(best, ring);
  }

  /**
   * Share of the unfiltered goals that a filter that knows the zone reaches; 0 if nothing enters
   * it.
   */
  private double share(Candidate c, int level) {
    Task task = task(c);
    Outcome bare = run(c, level, task, null);
    if (bare.zone == 0 || bare.goals < GOALS * 0.75) {
      return 0;
    }
    Outcome knowing = run(c, level, task, knowing(c.zone()));
    return (double) knowing.goals / bare.goals;
  }

  private Task task(Candidate c) {
    double slot = draft.slot(c.goals());
    return new Task(c.goals(), slot, 0.05, 0, Math.min(3600, GOALS * slot));
  }

  private Outcome run(Candidate c, int level, Task task, SafetyFilter filter) {
    ClosedLoop loop =
        new ClosedLoop(
            new ClosedLoop.Setting(
                robot,
                new EmbeddedArm(robot, PlantParameters.DEMO),
                EnvelopeLevels.DEFAULT.at(level),
                new World(List.of(c.zone()), List.of()),
                task,
                DriverProfile.BROADCASTER,
                ArmOutput.EFFORT,
                List.of()),
            new ChasePolicy(robot),
            filter);
    loop.reset(1);
    for (long k = 0; k < Math.round(task.seconds() / loop.period()); k++) {
      loop.step();
    }
    return new Outcome(loop.task().reached(), loop.judge().events(Violation.ZONE));
  }

  private SafetyFilter knowing(Cylinder zone) {
    FilterSettings settings = FilterSettings.DEFAULT;
    ConstraintDefaults d = settings.forConstraints(robot);
    List<String> links =
        robot.capsules().stream()
            .map(c -> c.link())
            .filter(l -> robot.stage(l) >= 1)
            .distinct()
            .toList();
    CapsuleObstacle pillar =
        new CapsuleObstacle(
            zone.name(),
            new double[] {zone.x(), zone.y(), -1},
            new double[] {zone.x(), zone.y(), 3},
            new double[3],
            zone.radius() + UNSURE);
    return new SafetyFilter(
        robot,
        List.of(HalfSpace.table(0)),
        null,
        List.of(
            CapsuleDistance.toWorld(
                robot, links, List.of(pillar), d.brakingAtMost(d.obstacleBraking()), d.horizon())),
        settings,
        QpBackEnd.OWN::make);
  }

  private String text(Choice choice, GoalShape.Ring ring) {
    Candidate c = choice.candidate;
    double slot = draft.slot(c.goals());
    return String.format(
        Locale.ROOT,
        """
        # A cell: one robot, its world and its task. Every key is explained in docs/cells.md.
        # Next: ./reins sim --cell THIS_FILE --seeds 3      how the arm behaves without a barrier
        #       ./reins make THIS_FILE                      learns a barrier for the zones, and certifies it
        schema: reins/cell/1
        robot: %s              # name of a robot, or the path of a robot file from this file's folder

        # Regions that the arm must not enter and that the filter does not know: only labels in recordings
        # and the simulator's judge know them. Lengths in m, axes of the robot's base, z up.
        zones:
          - name: person
            cylinder: {at: [%.3f, %.3f], radius: %.3f}      # height: [0, 2] would bound it
          # - {name: shelf, box: {from: [0.4, -0.8, 0], to: [0.8, -0.6, 0.5]}}
          # - {name: lamp, sphere: {at: [0.5, 0, 1.2], radius: 0.1}}
          # - {name: corridor, beyond: {normal: [0, 1, 0], offset: -0.8}}     # where y < -0.8

        # Obstacles that the filter knows, besides the table (the plane z = 0).
        # world:
        #   planes: [{name: wall, normal: [1, 0, 0], offset: -0.5}]          # free where x >= -0.5
        #   capsules: [{name: post, from: [0.3, 0.6, 0], to: [0.3, 0.6, 0.6], radius: 0.04}]
        #   spheres: [{name: ball, at: [0.2, -0.7, 0.3], radius: 0.1}]

        task:
          goals:                   # points for the tool, drawn from a ring around the base
            radius: [%.3f, %.3f]
            azimuth: [%.3f, %.3f]    # rad, from the x axis
            height: [%.3f, %.3f]
            clearance: %.3f         # goals keep this far from zones and known obstacles
            hop: %.3f               # and this far from the goal before
          # waypoints: [[0.4, 0.2, 0.3], [0.4, -0.2, 0.3]]     instead of goals
          slot: %.1f                # s for each goal
          tolerance: 0.05          # m
          seconds: %.0f              # length of a run

        # chase moves the tool straight to the goals and stands in for a trained policy.
        # Others: the path of an .onnx file, wild, or {scripted: [[...], [...]], seconds: 2}.
        policy: chase
        barrier: none              # a barrier file; ./reins make writes one
        level: %d                   # envelope level, 0 is the tightest

        # How the simulated robot differs from its model.
        disturbances:
          driver: broadcaster      # ideal, broadcaster, franka, ur or unitree
          position_noise: 2.0e-5   # rad
          velocity_noise: 2.0e-3   # rad/s
          friction: 1.0            # factor
          delay: 1                 # control periods
          unknown_load: 0          # kg at the tool that nobody declared
        """,
        robotName,
        c.zone().x(),
        c.zone().y(),
        c.zone().radius(),
        ring.radius().low(),
        ring.radius().high(),
        ring.azimuth().low(),
        ring.azimuth().high(),
        ring.height().low(),
        ring.height().high(),
        c.goals().clearance(),
        c.goals().hop(),
        slot,
        10 * slot,
        choice.level);
  }
}
