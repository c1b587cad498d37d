package org.reins.launch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.reins.launch.experiment.Perturbation;
import org.reins.launch.experiment.WildTargets;
import org.reins.robot.RobotFiles;
import org.reins.robot.RobotModel;
import org.reins.sim.Violation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a filter that believes its robot file does to a robot that differs from it. */
@Command(
    name = "perturb",
    description =
        "An arm whose masses, payload, friction, delay or noise differ from what the filter believes,"
            + " under joint targets that make no sense: violations over the size of the difference.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class PerturbCommand implements Callable<Integer> {
  @Option(names = "--robot", description = "Arm by name, or its file.")
  private String robotName = "panda";

  @Option(names = "--seeds", description = "Runs each, 1 to 10000.")
  private int seeds = 5;

  @Option(names = "--seconds", description = "Length of a run, s, 1 to 3600.")
  private double seconds = 20;

  @Option(names = "--json", description = "JSON file for the figures.")
  private Path json;

  @Override
  public Integer call() throws Exception {
    DriftCommand.require("--seeds", seeds, 1, 10_000);
    DriftCommand.require("--seconds", seconds, 1, 3600);
    RobotModel robot = RobotFiles.arm(robotName);
    ObjectNode figures = Json.MAPPER.createObjectNode();
    figures.put("robot", robot.name()).put("seeds", seeds).put("seconds", seconds);
    System.out.printf(
        "%-9s %8s %-8s | %9s %9s %9s %9s %9s %9s%n",
        "differs", "by", "", "fallback", "position", "speed", "torque", "rate", "table");
    for (Perturbation kind : Perturbation.values()) {
      ObjectNode sizes = figures.putObject(kind.name().toLowerCase(Locale.ROOT));
      for (double size : kind.sizes()) {
        run(robot, kind, size, sizes.putObject(Double.toString(size)));
      }
    }
    if (json != null) {
      Json.write(json, figures);
    }
    return 0;
  }

  private void run(RobotModel robot, Perturbation kind, double size, ObjectNode node) {
    WildTargets wild = new WildTargets(robot, Models.filter(robot, null), kind.of(robot, size));
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
