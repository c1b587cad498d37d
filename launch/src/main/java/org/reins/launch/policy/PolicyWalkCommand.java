package org.reins.launch.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.reins.filter.observation.DescribedPolicy;
import org.reins.launch.simnode.Backend;
import org.reins.node.json.Json;
import org.reins.node.policy.DescribedPolicies;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A fixed course for a policy of a robot on legs. */
@Command(
    name = "walk",
    description =
        "Runs a policy of a robot on legs over a fixed course, without and with the filter: it"
            + " stands for 2 s, walks at 0.5 m/s for 10 s, and turns at 0.5 rad/s for 5 s.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class PolicyWalkCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "FILE", description = "Description of the policy.")
  private Path file;

  @Option(names = "--robot", required = true, description = "Robot name or file.")
  private String robotName;

  @Option(names = "--backend", description = "Simulator: ${COMPLETION-CANDIDATES}.")
  private Backend backend = Backend.EMBEDDED;

  @Option(names = "--seed", description = "Seed of all noise.")
  private long seed = 1;

  @Option(names = "--json", description = "JSON file for the figures.")
  private Path json;

  @Override
  public Integer call() throws Exception {
    RobotModel robot = RobotFiles.legged(robotName);
    backend.require();
    ObjectNode figures = Json.MAPPER.createObjectNode();
    long begin = System.nanoTime();
    try (DescribedPolicy policy = DescribedPolicies.load(robot, file)) {
      figures
          .put("policy", policy.description().name())
          .put("robot", robot.name())
          .put("backend", backend.key())
          .put("load_seconds", (System.nanoTime() - begin) / 1e9);
      WalkTrial trial = new WalkTrial(robot, policy, r -> backend.walker(r, WalkTrial.plant()));
      System.out.printf(
          "%-12s %7s %10s %10s %8s %8s %9s%n",
          policy.description().name(),
          "fallen",
          "forward m",
          "speed m/s",
          "turn rad",
          "limits",
          "changed");
      for (boolean filtered : new boolean[] {false, true}) {
        WalkTrial.Outcome o = trial.run(filtered, seed);
        String which = filtered ? "filtered" : "unfiltered";
        System.out.printf(
            Locale.ROOT,
            "%-12s %7s %10.2f %10.3f %8.2f %8d %8.1f%%%n",
            which,
            o.fallen() ? "yes" : "no",
            o.forward(),
            o.speed(),
            o.turn(),
            o.limits(),
            100 * o.changed());
        figures
            .putObject(which)
            .put("fallen", o.fallen())
            .put("forward_m", o.forward())
            .put("speed_mps", o.speed())
            .put("turn_rad", o.turn())
            .put("violations", o.limits())
            .put("changed_torques_share", o.changed());
      }
    }
    if (json != null) {
      Json.write(json, figures);
    }
    return 0;
  }
}
