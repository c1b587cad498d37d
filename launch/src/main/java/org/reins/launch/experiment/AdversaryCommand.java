package org.reins.launch.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.reins.filter.legged.FilteredWalk;
import org.reins.launch.models.LearnedModels;
import org.reins.launch.report.Progress;
import org.reins.learning.policy.PolicySearch;
import org.reins.learning.policy.TanhNetwork;
import org.reins.node.json.Json;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A learned opponent that pushes. */
@Command(
    name = "adversary",
    description =
        "Pushes the Go1 on level ground with forces of an opponent policy that has learned to"
            + " make it fall. Counts falls and motor periods beyond a limit over the bound of the"
            + " force, without and with the filter; the opponent learns against each. A force of"
            + " the same size in a fixed direction serves for comparison.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class AdversaryCommand implements Callable<Integer> {
  @Option(
      names = "--bounds",
      split = ",",
      description = "Bounds of the force, each a share of the robot's weight, 0.01 to 2.")
  private List<Double> bounds = List.of(0.2, 0.25, 0.3);

  @Option(names = "--generations", description = "Updates of an opponent, 1 to 100000.")
  private int generations = 12;

  @Option(names = "--pairs", description = "Mirrored pairs per generation, 1 to 10000.")
  private int pairs = 8;

  @Option(names = "--episodes", description = "Walks to evaluate, 1 to 10000.")
  private int episodes = 50;

  @Option(names = "--seed", description = "Seed of everything random.")
  private long seed = 1;

  @Option(names = "--json", description = "JSON file for the figures.")
  private Path json;

  @Override
  public Integer call() throws Exception {
    DriftCommand.require("--episodes", episodes, 1, 10_000);
    for (double bound : bounds) {
      DriftCommand.require("--bounds", bound, 0.01, 2);
    }
    RobotModel robot = RobotFiles.legged("go1");
    double weight = robot.mass() * RigidBodyDynamics.GRAVITY;
    Supplier<FilteredWalk> filter = LearnedModels.walkFilters(robot);
    ObjectNode figures = Json.MAPPER.createObjectNode();
    System.out.printf(
        "%-8s %-11s | %16s %10s | %16s %10s%n",
        "force", "", "learned: falls", "violations", "constant: falls", "violations");
    for (double bound : bounds) {
      ObjectNode node = figures.putObject(String.format(Locale.ROOT, "%.2f", bound));
      for (boolean filtered : new boolean[] {false, true}) {
        Supplier<FilteredWalk> of = filtered ? filter : null;
        PolicySearch.Settings settings =
            new PolicySearch.Settings(
                generations, pairs, 2, seed, Runtime.getRuntime().availableProcessors());
        Progress progress = new Progress(System.err, "opponent");
        TanhNetwork opponent =
            new PolicySearch(
                    Adversary.sizes(), settings, () -> adversary(robot, of, bound * weight))
                .run(
                    (g, mean, falls) ->
                        progress.at(
                            (double) g / generations,
                            String.format(Locale.ROOT, "%.0f %% of walks fall", 100 * falls)));
        progress.done();
        Adversary judge = adversary(robot, of, bound * weight);
        judge.of(opponent, ~seed, episodes);
        double learned = judge.successShare();
        long learnedViolations = judge.violations();
        judge.of(
            (observation, action) -> {
              action[0] = 0;
              action[1] = 0;
            },
            ~seed,
            episodes);
        double constant = judge.successShare();
        System.out.printf(
            Locale.ROOT,
            "%5.2f mg %-11s | %8.0f of %-4d %10d | %8.0f of %-4d %10d%n",
            bound,
            filtered ? "filtered" : "unfiltered",
            learned * episodes,
            episodes,
            learnedViolations,
            constant * episodes,
            episodes,
            judge.violations());
        node.putObject(filtered ? "filtered" : "unfiltered")
            .put("force_n", bound * weight)
            .put("episodes", episodes)
            .put("falls_learned", Math.round(learned * episodes))
            .put("falls_constant", Math.round(constant * episodes))
            .put("violations_learned", learnedViolations)
            .put("violations_constant", judge.violations());
      }
    }
    System.out.println(
        "violations: motor periods in which a joint's position, speed or torque is beyond its"
            + " limit");
    if (json != null) {
      Json.write(json, figures);
    }
    return 0;
  }

  private static Adversary adversary(
      RobotModel robot, Supplier<FilteredWalk> filter, double bound) {
    return new Adversary(
        robot, LearnedModels.walkNetwork(robot, LearnedModels.BUILT_IN), filter, bound);
  }
}
