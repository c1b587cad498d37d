package org.reins.launch.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.reins.filter.SafetyFilter;
import org.reins.filter.constraint.ConstraintFile;
import org.reins.filter.constraint.Obstacles;
import org.reins.launch.experiment.DrivenCell;
import org.reins.launch.experiment.WildTargets;
import org.reins.launch.models.LearnedModels;
import org.reins.launch.page.ArmFeed;
import org.reins.launch.page.Show;
import org.reins.launch.simnode.Backend;
import org.reins.node.arm.MarkerScene;
import org.reins.node.assembly.FilterAssembly;
import org.reins.node.json.Json;
import org.reins.node.page.PageBoard;
import org.reins.robot.model.RobotModel;
import org.reins.sim.ArmDrive;
import org.reins.sim.Judge;
import org.reins.sim.SimBackend;
import org.reins.sim.Violation;

/**
 * The demo of an arm without a learned policy: nonsensical joint targets, without the filter and
 * with it, in lockstep in one process.
 */
final class ArmDemo {
  // Robots that are also commonly driven by velocities.
  private static final List<String> BY_VELOCITY = List.of("ur5e", "ur10e");

  private final RobotModel robot;
  private final Backend backend;

  /**
   * Prepares a demo.
   *
   * @param backend simulator to use; it must be available
   */
  ArmDemo(RobotModel robot, Backend backend) {
    this.robot = robot;
    this.backend = backend;
  }

  /**
   * Runs both, prints a table and returns the figures.
   *
   * @param board what the live page shows, or null without one: then the filtered run goes on in
   *     real time until Enter is pressed
   */
  ObjectNode run(long seed, double seconds, PageBoard board, PrintStream out) {
    WildTargets.Outcome bare = chase(null, WildTargets.Watcher.NONE, seed, seconds);
    SafetyFilter filter = LearnedModels.filter(robot, null);
    WildTargets.Outcome filtered = chase(filter, WildTargets.Watcher.NONE, seed, seconds);
    ObjectNode figures = Json.MAPPER.createObjectNode();
    figures
        .put("robot", robot.name())
        .put("backend", backend.key())
        .put("seed", seed)
        .put("seconds", seconds);
    ObjectNode a = figures.putObject("unfiltered");
    ObjectNode b = figures.putObject("filtered");
    out.println(
        robot.name() + ": a new wild joint target every 0.4 s; the table is the only obstacle");
    out.printf("%-28s %12s %12s%n", "", "unfiltered", "filtered");
    for (Violation kind : Violation.values()) {
      if (kind == Violation.ZONE) {
        continue;
      }
      out.printf(
          "%-28s %12d %12d%n",
          "violations: " + kind.key().replace('_', ' '),
          bare.judge().events(kind),
          filtered.judge().events(kind));
      a.put(kind.key(), bare.judge().events(kind));
      b.put(kind.key(), filtered.judge().events(kind));
    }
    long all = known(bare.judge());
    long left = known(filtered.judge());
    a.put("violations", all);
    b.put("violations", left).put("fallback_cycles", filtered.fallbacks());
    out.printf("%-28s %12d %12d%n", "violations, all", all, left);
    out.printf(
        Locale.ROOT,
        "%-28s %12s %12s%n",
        "table clearance, mm",
        millimetres(bare.judge().minTableClearance()),
        millimetres(filtered.judge().minTableClearance()));
    out.printf(
        Locale.ROOT,
        "%-28s %12s %11.2f%%%n",
        "cycles in fallback",
        "–",
        100.0 * filtered.fallbacks() / filtered.cycles());
    if (BY_VELOCITY.contains(robot.name()) && backend == Backend.EMBEDDED) {
      for (ArmDrive.Mode mode : ArmDrive.Mode.values()) {
        String name = mode.name().toLowerCase(Locale.ROOT);
        cell(mode, seed, seconds, figures.putObject(name + "_cell"), out);
      }
    }
    if (board != null) {
      board.compare(comparison(bare.judge(), filtered.judge()));
      show(board, filter, seed, seconds, out);
    }
    return figures;
  }

  /** The filtered run in real time, for those who look at the page. */
  private void show(
      PageBoard board, SafetyFilter filter, long seed, double seconds, PrintStream out) {
    Show show = new Show();
    if (!show.isOver()) {
      out.println("the page shows filtered runs in real time: press Enter to end");
    }
    ArmFeed feed = new ArmFeed(board, robot, filter.rows());
    MarkerScene scene =
        new MarkerScene(Obstacles.of(FilterAssembly.planes(ConstraintFile.NONE)), List.of());
    for (long k = 0; !show.isOver(); k++) {
      board.begin("wild targets", "filtered");
      board.obstacles(scene.of(null, 0));
      show.begin();
      chase(
          filter,
          (time, in, output, command) -> {
            feed.see(in, output, command);
            show.pace(time);
          },
          seed + k,
          seconds);
    }
  }

  private static PageBoard.Comparison comparison(Judge bare, Judge filtered) {
    List<PageBoard.Comparison.Row> rows = new ArrayList<>();
    for (Violation kind : Violation.values()) {
      if (kind != Violation.ZONE) {
        rows.add(
            new PageBoard.Comparison.Row(
                "violations: " + kind.key().replace('_', ' '),
                List.of(Long.toString(bare.events(kind)), Long.toString(filtered.events(kind)))));
      }
    }
    return new PageBoard.Comparison(List.of("unfiltered", "filtered"), rows);
  }

  /** A clearance; a dash where nothing of the robot can reach the table. */
  private static String millimetres(double metres) {
    return Double.isFinite(metres) ? String.format(Locale.ROOT, "%.1f", 1e3 * metres) : "–";
  }

  private WildTargets.Outcome chase(
      SafetyFilter filter, WildTargets.Watcher watcher, long seed, double seconds) {
    try (SimBackend sim = backend.make(robot)) {
      return new WildTargets(robot, filter, sim).run(seed, seconds, watcher);
    }
  }

  /** The same arm without torques, in a cell that it shares with a post and a person. */
  private void cell(
      ArmDrive.Mode mode, long seed, double seconds, ObjectNode node, PrintStream out) {
    DrivenCell bare = new DrivenCell(robot, mode, false);
    DrivenCell filtered = new DrivenCell(robot, mode, true);
    bare.run(seed, seconds);
    filtered.run(seed, seconds);
    out.println();
    out.println(
        robot.name()
            + " in "
            + mode.name().toLowerCase(Locale.ROOT)
            + " mode: a table, a post, 0.5 m/s for the tool, an approaching person");
    out.printf("%-28s %12s %12s%n", "cycles with", "unfiltered", "filtered");
    row(out, node, "arm in the post", bare.cell().postSteps(), filtered.cell().postSteps());
    row(out, node, "tool too fast", bare.cell().fastSteps(), filtered.cell().fastSteps());
    row(
        out,
        node,
        "closing in on the person",
        bare.cell().closingSteps(),
        filtered.cell().closingSteps());
    for (Violation kind :
        new Violation[] {Violation.TABLE, Violation.JOINT_POSITION, Violation.JOINT_SPEED}) {
      row(
          out,
          node,
          kind.key().replace('_', ' '),
          bare.judge().steps(kind),
          filtered.judge().steps(kind));
    }
    out.printf(
        Locale.ROOT,
        "%-28s %12.2f %12.2f%n",
        "fastest tool, m/s",
        bare.cell().fastest(),
        filtered.cell().fastest());
  }

  private static void row(PrintStream out, ObjectNode node, String what, long bare, long filtered) {
    out.printf("%-28s %12d %12d%n", what, bare, filtered);
    node.putObject(what.replace(' ', '_')).put("unfiltered", bare).put("filtered", filtered);
  }

  /** All violations except those of the zone, which the filter does not know. */
  private static long known(Judge judge) {
    return judge.events() - judge.events(Violation.ZONE);
  }
}
