package org.reins.launch.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.reins.filter.legged.FilteredWalk;
import org.reins.launch.models.LearnedModels;
import org.reins.launch.simnode.Backend;
import org.reins.launch.walk.WalkSuite;
import org.reins.node.json.Json;
import org.reins.node.policy.OnnxPolicy;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.sim.PlantParameters;
import org.reins.sim.Violation;
import org.reins.sim.legged.WalkCourse;
import org.reins.sim.legged.WalkScenario;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tests a filter on a robot that differs from its robot file. */
@Command(
    name = "perturb",
    description =
        "Runs a robot whose masses, payload, friction, delay or noise differ from the filter's"
            + " model: an arm under nonsensical joint targets, a legged robot on its walks."
            + " Counts violations over the size of the difference.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class PerturbCommand implements Callable<Integer> {
  // For the walks, as in the demo.
  private static final long SEED = 6;

  @Option(names = "--robot", description = "Robot name or file.")
  private String robotName = "panda";

  @Option(
      names = "--seeds",
      description = "Runs per setting; legged robots: walks per scenario, 1 to 10000.")
  private int seeds = 5;

  @Option(names = "--seconds", description = "Length of a run, s, 1 to 3600.")
  private double seconds = 20;

  @Option(names = "--json", description = "JSON file for the figures.")
  private Path json;

  @Override
  public Integer call() throws Exception {
    DriftCommand.require("--seeds", seeds, 1, 10_000);
    DriftCommand.require("--seconds", seconds, 1, 3600);
    RobotModel robot = RobotFiles.load(robotName);
    ObjectNode figures = Json.MAPPER.createObjectNode();
    figures.put("robot", robot.name()).put("seeds", seeds).put("seconds", seconds);
    Runnable campaign =
        robot
            .base()
            .choose(fixed -> () -> targets(robot, figures), legs -> () -> walks(robot, figures));
    campaign.run();
    if (json != null) {
      Json.write(json, figures);
    }
    return 0;
  }

  private void targets(RobotModel robot, ObjectNode figures) {
    System.out.printf(
        "%-9s %8s %-8s | %9s %9s %9s %9s %9s %9s%n",
        "differs", "by", "", "fallback", "position", "speed", "torque", "rate", "table");
    for (Perturbation kind : Perturbation.values()) {
      ObjectNode sizes = figures.putObject(kind.name().toLowerCase(Locale.ROOT));
      for (double size : kind.sizes()) {
        run(robot, kind, size, sizes.putObject(Double.toString(size)));
      }
    }
  }

  /** A legged robot through all scenarios; the simulated robot differs from the filter's model. */
  private void walks(RobotModel robot, ObjectNode figures) {
    System.out.printf(
        "%-9s %8s %-8s | %6s %6s %9s %9s %9s %9s%n",
        "differs", "by", "", "walks", "falls", "metres", "position", "speed", "torque");
    Supplier<FilteredWalk> filters = LearnedModels.walkFilters(robot);
    try (OnnxPolicy policy =
        LearnedModels.isLearned(robot) ? LearnedModels.walk(robot, LearnedModels.BUILT_IN) : null) {
      for (Perturbation kind : Perturbation.values()) {
        ObjectNode sizes = figures.putObject(kind.name().toLowerCase(Locale.ROOT));
        for (double size : kind.sizes()) {
          WalkSuite suite =
              new WalkSuite(
                  robot,
                  policy,
                  filters,
                  SEED,
                  WalkCourse.learned(robot, seconds),
                  r -> {
                    Perturbation.Plant p = kind.of(r, PlantParameters.WALK, size);
                    return Backend.EMBEDDED.walker(p.robot(), p.parameters());
                  });
          WalkSuite.Outcome all = WalkSuite.Outcome.NONE;
          for (WalkScenario scenario : WalkScenario.values()) {
            for (int k = 0; k < seeds; k++) {
              all = all.plus(suite.run(scenario, k));
            }
          }
          line(kind, size, all, sizes.putObject(Double.toString(size)));
        }
      }
    }
  }

  private static void line(Perturbation kind, double size, WalkSuite.Outcome all, ObjectNode node) {
    System.out.printf(
        Locale.ROOT,
        "%-9s %8.1f %-8s | %6d %6d %9.1f %9d %9d %9d%n",
        kind.name().toLowerCase(Locale.ROOT),
        size,
        kind.unit(),
        all.episodes(),
        all.falls(),
        all.metres(),
        all.position(),
        all.speed(),
        all.torque());
    node.put("walks", all.episodes())
        .put("falls", all.falls())
        .put("metres", all.metres())
        .put("position", all.position())
        .put("speed", all.speed())
        .put("torque", all.torque());
  }

  private void run(RobotModel robot, Perturbation kind, double size, ObjectNode node) {
    WildTargets wild =
        new WildTargets(robot, LearnedModels.filter(robot, null), kind.of(robot, size));
    long[] events = new long[Violation.values().length];
    long cycles = 0;
    long fallbacks = 0;
    for (int seed = 1; seed <= seeds; seed++) {
      WildTargets.Outcome o = wild.run(seed, seconds);
      cycles += o.cycles();
      fallbacks += o.fallbacks();
      for (Violation v : Violation.values()) {
        events[v.ordinal()] += o.judge().events(v);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%-9s %8.1f %-8s | %7.2f %% %9d %9d %9d %9d %9d%n",
        kind.name().toLowerCase(Locale.ROOT),
        size,
        kind.unit(),
        100.0 * fallbacks / cycles,
        events[Violation.JOINT_POSITION.ordinal()],
        events[Violation.JOINT_SPEED.ordinal()],
        events[Violation.TORQUE.ordinal()],
        events[Violation.TORQUE_RATE.ordinal()],
        events[Violation.TABLE.ordinal()]);
    node.put("fallback_share", (double) fallbacks / cycles);
    for (Violation v : Violation.values()) {
      if (v != Violation.ZONE) {
        node.put(v.key(), events[v.ordinal()]);
      }
    }
  }
}
