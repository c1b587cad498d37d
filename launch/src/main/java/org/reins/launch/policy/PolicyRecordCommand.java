package org.reins.launch.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import org.reins.filter.observation.DescribedPolicy;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyFile;
import org.reins.node.policy.DescribedPolicies;
import org.reins.robot.ReinsException;
import org.reins.robot.model.RobotModel;
import org.reins.sim.PlantParameters;
import org.reins.sim.legged.EmbeddedLegged;
import org.reins.sim.legged.PolicyWalker;
import org.reins.sim.legged.Terrain;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes what a policy sees and answers, for later comparison. */
@Command(
    name = "record",
    description =
        "Runs a policy in the embedded simulator and writes what it measured, saw, answered and"
            + " commanded, one JSON line per action.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class PolicyRecordCommand implements Callable<Integer> {
  // Commands follow each other each 2 s: stand, forward, sideways, turn.
  private static final double[][] TWISTS = {{0, 0, 0}, {0.4, 0, 0}, {0, 0.3, 0}, {0, 0, 0.5}};
  private static final double PHASE = 2;

  @Parameters(paramLabel = "FILE", description = "Description of a policy, reins/policy/1.")
  private Path file;

  @Option(
      names = "--robot",
      description = "Robot name or file. Default: the one that the description names.",
      showDefaultValue = CommandLine.Help.Visibility.NEVER)
  private String robotName;

  @Option(names = "--out", required = true, description = "The file to write, JSON lines.")
  private Path out;

  @Option(names = "--steps", description = "Actions, 1 to 100000.")
  private int steps = 400;

  @Option(names = "--seed", description = "Seed of the simulated sensors' noise.")
  private long seed = 1;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (steps < 1 || steps > 100_000) {
      throw new ReinsException("--steps is " + steps + ": allowed is 1 to 100000");
    }
    PolicyDescription d = PolicyFile.read(file);
    RobotModel robot = PolicyCheckCommand.robot(robotName, d, file);
    if (robot.base().feet().isEmpty()) {
      throw new ReinsException(
          "--robot is " + robot.name() + ": policies are recorded of robots with legs so far");
    }
    Path folder = out.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    try (DescribedPolicy policy = DescribedPolicies.load(robot, d, file)) {
      // What was recorded before stays if this policy cannot be recorded.
      Path fresh = Files.createTempFile(folder, ".reins-", ".jsonl");
      try {
        record(robot, d, policy, fresh);
        Files.move(fresh, out, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(fresh);
      }
    }
    spec.commandLine().getOut().println(steps + " actions of " + d.name() + " in " + out);
    spec.commandLine().getOut().flush();
    return 0;
  }

  private void record(RobotModel robot, PolicyDescription d, DescribedPolicy policy, Path file)
      throws IOException {
    try (BufferedWriter to = Files.newBufferedWriter(file)) {
      ObjectNode head = Golden.LINES.createObjectNode();
      head.put("schema", Golden.SCHEMA).put("policy", d.name()).put("robot", robot.name());
      to.write(head + "\n");
      PolicyWalker walker =
          new PolicyWalker(
              new EmbeddedLegged(robot, PlantParameters.WALK, Terrain.FLAT), policy, null);
      walker.reset(seed);
      int perAction = walker.timing().perAction();
      for (int k = 0; k < steps; k++) {
        double seconds = k * walker.timing().actionPeriod();
        double[] twist = TWISTS[(int) (seconds / PHASE) % TWISTS.length];
        walker.want(twist[0], twist[1], twist[2]);
        walker.step();
        if (policy.dropped() > 0) {
          throw new ReinsException(
              "policy "
                  + d.name()
                  + " answers NaN or infinity at action "
                  + (k + 1)
                  + ": nothing was recorded, for its network is broken; ./reins policy check tells"
                  + " more");
        }
        to.write(Golden.line(policy) + "\n");
        for (int i = 1; i < perAction; i++) {
          walker.step();
        }
      }
    }
  }
}
