package org.reins.launch.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import org.reins.launch.models.LearnedModels;
import org.reins.launch.simnode.Backend;
import org.reins.launch.walk.WalkSuite;
import org.reins.launch.walk.WalkSuite.Outcome;
import org.reins.node.json.Json;
import org.reins.node.policy.OnnxPolicy;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.sim.Judge;
import org.reins.sim.PlantParameters;
import org.reins.sim.SimBackend;
import org.reins.sim.Violation;
import org.reins.sim.legged.LeggedSim;
import org.reins.sim.legged.WalkCourse;
import org.reins.sim.legged.WalkScenario;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Every robot in every available simulator, without the filter and with it. */
@Command(
    name = "robots",
    description =
        "Runs every robot in every available simulator, without and with the filter: arms under"
            + " nonsensical joint targets, legged robots on their walks.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class RobotsTableCommand implements Callable<Integer> {
  private static final double WALK_SECONDS = 8;

  @Option(names = "--seconds", description = "Length of each run of an arm, s, 1 to 3600.")
  private double seconds = 10;

  @Option(names = "--episodes", description = "Walks per scenario, 1 to 10000.")
  private int episodes = 5;

  @Option(names = "--seed", description = "Seed.")
  private long seed = 6;

  @Option(
      names = "--backend",
      split = ",",
      description = "One or more of ${COMPLETION-CANDIDATES}; unavailable ones are left out.")
  private List<Backend> wanted = List.of(Backend.values());

  @Option(names = "--json", description = "JSON file for the figures.")
  private Path json;

  private final ArrayNode rows = Json.MAPPER.createArrayNode();

  @Override
  public Integer call() throws Exception {
    DriftCommand.require("--seconds", seconds, 1, 3600);
    DriftCommand.require("--episodes", episodes, 1, 10_000);
    System.out.printf(
        "%-9s %-9s %-13s | %10s %10s | %9s %9s | %9s %9s %9s%n",
        "robot",
        "simulator",
        "scenario",
        "violations",
        "filtered",
        "success",
        "filtered",
        "changed",
        "step µs",
        "p99 µs");
    List<Backend> there = new ArrayList<>();
    for (Backend backend : wanted) {
      if (backend.missing().isEmpty()) {
        there.add(backend);
      } else {
        System.out.println(backend.key() + " is left out: " + backend.missing());
      }
    }
    for (Backend backend : there) {
      for (String name : RobotFiles.arms()) {
        arm(RobotFiles.arm(name), backend);
      }
    }
    for (Backend backend : there) {
      for (String name : RobotFiles.legged()) {
        walks(RobotFiles.legged(name), backend);
      }
    }
    System.out.println(
        "violations: arms: events of all kinds except the zone; legged robots: motor periods in");
    System.out.println("which a joint's position, speed or torque is beyond its limit");
    System.out.println("success: arms: share of cycles outside the fallback; legged robots:");
    System.out.println("walks without a fall. changed: share of torques that the filter changed");
    if (json != null) {
      ObjectNode figures = Json.MAPPER.createObjectNode();
      figures.put("seconds", seconds).put("episodes", episodes).put("seed", seed);
      figures.set("rows", rows);
      Json.write(json, figures);
    }
    return 0;
  }

  private void arm(RobotModel robot, Backend backend) {
    WildTargets.Outcome filtered;
    long bare;
    try (SimBackend sim = backend.make(robot)) {
      bare = known(new WildTargets(robot, null, sim).run(seed, seconds).judge());
    }
    try (SimBackend sim = backend.make(robot)) {
      filtered = new WildTargets(robot, LearnedModels.filter(robot, null), sim).run(seed, seconds);
    }
    row(
        robot.name(),
        backend.key(),
        new Row(
            "wild targets",
            bare,
            known(filtered.judge()),
            "–",
            String.format(
                Locale.ROOT, "%.2f%%", 100 - 100.0 * filtered.fallbacks() / filtered.cycles()),
            (double) filtered.changed() / filtered.cycles()),
        filtered.times());
    ObjectNode kinds = ((ObjectNode) rows.get(rows.size() - 1)).putObject("filtered_by_kind");
    for (Violation kind : Violation.values()) {
      if (kind != Violation.ZONE) {
        kinds.put(kind.key(), filtered.judge().events(kind));
      }
    }
  }

  /** All violations except those of the zone, which the filter does not know. */
  private static long known(Judge judge) {
    return judge.events() - judge.events(Violation.ZONE);
  }

  private void walks(RobotModel robot, Backend backend) {
    Function<RobotModel, LeggedSim> simulator = r -> backend.walker(r, PlantParameters.WALK);
    Map<WalkScenario, Outcome> bare = new EnumMap<>(WalkScenario.class);
    WalkCourse course = WalkCourse.learned(robot, WALK_SECONDS);
    try (OnnxPolicy policy =
        LearnedModels.isLearned(robot) ? LearnedModels.walk(robot, LearnedModels.BUILT_IN) : null) {
      WalkSuite without = new WalkSuite(robot, policy, null, seed, course, simulator);
      for (WalkScenario scenario : WalkScenario.values()) {
        WalkSuite with =
            new WalkSuite(robot, policy, LearnedModels.walkFilters(robot), seed, course, simulator);
        Outcome filtered = Outcome.NONE;
        for (int k = 0; k < episodes; k++) {
          bare.merge(scenario, without.run(scenario, k), Outcome::plus);
          filtered = filtered.plus(with.run(scenario, k));
        }
        row(
            robot.name(),
            backend.key(),
            new Row(
                scenario.name().toLowerCase(Locale.ROOT),
                bare.get(scenario).limits(),
                filtered.limits(),
                onFeet(bare.get(scenario)),
                onFeet(filtered),
                filtered.changedTorques()),
            with.times());
      }
    }
  }

  private static String onFeet(Outcome o) {
    return o.episodes() - o.falls() + " of " + o.episodes();
  }

  /**
   * One row of the table.
   *
   * @param bare violations without the filter
   * @param filtered violations with it
   * @param bareSuccess success at the task without the filter
   * @param success success at the task with it
   * @param changed share of commands that the filter changed
   */
  private record Row(
      String scenario,
      long bare,
      long filtered,
      String bareSuccess,
      String success,
      double changed) {}

  private void row(String robot, String backend, Row row, Histogram times) {
    double median = times.getValueAtPercentile(50) / 1e3;
    double p99 = times.getValueAtPercentile(99) / 1e3;
    System.out.printf(
        Locale.ROOT,
        "%-9s %-9s %-13s | %10d %10d | %9s %9s | %8.1f%% %9.1f %9.1f%n",
        robot,
        backend,
        row.scenario(),
        row.bare(),
        row.filtered(),
        row.bareSuccess(),
        row.success(),
        100 * row.changed(),
        median,
        p99);
    rows.addObject()
        .put("robot", robot)
        .put("backend", backend)
        .put("scenario", row.scenario())
        .put("violations_unfiltered", row.bare())
        .put("violations_filtered", row.filtered())
        .put("success_unfiltered", row.bareSuccess())
        .put("success_filtered", row.success())
        .put("changed_share", row.changed())
        .put("step_us_median", median)
        .put("step_us_p99", p99);
  }
}
