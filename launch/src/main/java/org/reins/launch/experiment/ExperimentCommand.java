package org.reins.launch.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.reins.launch.experiment.GateCampaign.Kind;
import org.reins.launch.experiment.GateCampaign.Outcome;
import org.reins.launch.models.LearnedModels;
import org.reins.node.json.Json;
import org.reins.node.planner.CompetenceGate;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.sim.Violation;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Experiments on the dynamic envelope. */
@Command(
    name = "experiment",
    description = "Experiments on the dynamic envelope.",
    subcommands = {
      DriftCommand.class,
      DynamicVsStaticCommand.class,
      PerturbCommand.class,
      RobotsTableCommand.class,
      AdversaryCommand.class
    },
    mixinStandardHelpOptions = true)
public final class ExperimentCommand implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }

  @Command(
      name = "gate",
      description =
          "Measures how often the competence gate promotes synthetic policies that do not deserve"
              + " it, including policies that try to game it.",
      mixinStandardHelpOptions = true,
      showDefaultValues = true)
  int gate(
      @Option(
              names = "--policies",
              description = "Policies of each kind, 10 to 1000000.",
              defaultValue = "10000")
          int policies,
      @Option(
              names = "--blocks",
              description = "Blocks of 0.2 s per policy, 100 to 1000000.",
              defaultValue = "5000")
          int blocks,
      @Option(names = "--seed", description = "Seed.", defaultValue = "1") long seed,
      @Option(names = "--json", description = "JSON file for the figures.") Path json)
      throws Exception {
    if (policies < 10 || policies > 1_000_000) {
      throw new ReinsException("--policies is " + policies + ": allowed is 10 to 1000000");
    }
    if (blocks < 100 || blocks > 1_000_000) {
      throw new ReinsException("--blocks is " + blocks + ": allowed is 100 to 1000000");
    }
    ObjectNode figures = Json.MAPPER.createObjectNode();
    ObjectNode node = figures.putObject("gate");
    node.put("bound", CompetenceGate.RISK);
    ObjectNode kinds = node.putObject("by_kind");
    double worst = 0;
    System.out.printf("%-12s %9s %9s %8s%n", "policy", "tried", "promoted", "share");
    for (Map.Entry<Kind, Outcome> e : GateCampaign.run(policies, blocks, seed).entrySet()) {
      double share = (double) e.getValue().promoted() / policies;
      String kind = e.getKey().name().toLowerCase(Locale.ROOT);
      System.out.printf(
          Locale.ROOT,
          "%-12s %9d %9d %6.2f %%%n",
          kind,
          policies,
          e.getValue().promoted(),
          100 * share);
      kinds.put(kind, share);
      worst = Math.max(worst, share);
    }
    node.put("false_promotion_share", worst);
    System.out.printf(
        Locale.ROOT,
        "worst kind %.2f %%, bound over an endless run %.0f %%%n",
        100 * worst,
        100 * CompetenceGate.RISK);
    if (json != null) {
      Json.write(json, figures);
    }
    return 0;
  }

  @Command(
      name = "arms",
      description =
          "Runs every arm that comes with Reins over a table, under nonsensical joint targets, at"
              + " the widest envelope and without a learned barrier.",
      mixinStandardHelpOptions = true,
      showDefaultValues = true)
  int arms(
      @Option(names = "--seeds", description = "Runs per arm, 1 to 10000.", defaultValue = "20")
          int seeds,
      @Option(
              names = "--seconds",
              description = "Length of a run, s, 1 to 3600.",
              defaultValue = "20")
          double seconds,
      @Option(
              names = "--friction",
              description =
                  "Friction of the simulated robots, as a multiple of the friction in the robot"
                      + " files, 0 to 100. The filter's model has no friction.",
              defaultValue = "1")
          double friction,
      @Option(names = "--json", description = "JSON file for the figures.") Path json)
      throws Exception {
    DriftCommand.require("--seeds", seeds, 1, 10_000);
    DriftCommand.require("--friction", friction, 0, 100);
    DriftCommand.require("--seconds", seconds, 1, 3600);
    ObjectNode figures = Json.MAPPER.createObjectNode();
    System.out.printf(
        "%-8s %10s %8s %8s %8s %8s %8s %14s%n",
        "robot", "fallback", "position", "speed", "torque", "rate", "table", "nearest table");
    for (String name : RobotFiles.arms()) {
      RobotModel robot = RobotFiles.load(name);
      WildTargets wild = new WildTargets(robot, LearnedModels.filter(robot, null), friction);
      long[] events = new long[Violation.values().length];
      long cycles = 0;
      long fallbacks = 0;
      double nearest = Double.POSITIVE_INFINITY;
      for (int seed = 1; seed <= seeds; seed++) {
        WildTargets.Outcome o = wild.run(seed, seconds);
        cycles += o.cycles();
        fallbacks += o.fallbacks();
        nearest = Math.min(nearest, o.judge().minTableClearance());
        for (Violation kind : Violation.values()) {
          events[kind.ordinal()] += o.judge().events(kind);
        }
      }
      System.out.printf(
          Locale.ROOT,
          "%-8s %8.3f %% %8d %8d %8d %8d %8d %11.1f mm%n",
          name,
          100.0 * fallbacks / cycles,
          events[Violation.JOINT_POSITION.ordinal()],
          events[Violation.JOINT_SPEED.ordinal()],
          events[Violation.TORQUE.ordinal()],
          events[Violation.TORQUE_RATE.ordinal()],
          events[Violation.TABLE.ordinal()],
          1e3 * nearest);
      ObjectNode node = figures.putObject(name);
      node.put("fallback_share", (double) fallbacks / cycles).put("table_clearance_m", nearest);
      for (Violation kind : Violation.values()) {
        if (kind != Violation.ZONE) {
          node.put(kind.name().toLowerCase(Locale.ROOT), events[kind.ordinal()]);
        }
      }
    }
    if (json != null) {
      Json.write(json, figures);
    }
    return 0;
  }
}
