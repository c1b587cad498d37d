package org.reins.launch.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.reins.filter.observation.DescribedPolicy;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyFile;
import org.reins.node.policy.DescribedPolicies;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares a policy with what it once saw and answered. */
@Command(
    name = "test",
    description = {
      "Replays a file of policy record, and compares what the policy sees, answers and commands.",
      "Ends with status 0 if nothing differs by more than the tolerance, 1 if something does."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class PolicyTestCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "FILE", description = "Description of a policy.")
  private Path file;

  @Parameters(index = "1", paramLabel = "GOLDEN", description = "A file of policy record.")
  private Path golden;

  @Option(names = "--tolerance", description = "Largest difference that is allowed, 0 to 1.")
  private double tolerance = 1e-4;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (!(tolerance >= 0 && tolerance <= 1)) {
      throw new ReinsException("--tolerance is " + tolerance + ": allowed is 0 to 1");
    }
    PolicyDescription d = PolicyFile.read(file);
    Golden.Difference most = Golden.Difference.NONE;
    int steps = 0;
    int first = 0;
    try (BufferedReader from = Files.newBufferedReader(golden)) {
      JsonNode head = read(from.readLine(), 1);
      if (!head.path("schema").asText().equals(Golden.SCHEMA)) {
        throw bad(1, "schema is not " + Golden.SCHEMA);
      }
      try (DescribedPolicy policy =
          DescribedPolicies.load(RobotFiles.load(head.path("robot").asText()), d, file)) {
        policy.reset();
        for (String line = from.readLine(); line != null; line = from.readLine()) {
          Golden.Difference now = replay(policy, read(line, ++steps + 1), steps + 1);
          most = most.most(now);
          if (first == 0 && !(now.most() <= tolerance)) {
            first = steps;
          }
        }
      }
    } catch (NoSuchFileException e) {
      throw new ReinsException("golden file " + golden + " does not exist", e);
    } catch (IOException e) {
      throw new ReinsException(
          "golden file " + golden + " is not a file of ./reins policy record: " + e.getMessage(),
          e);
    }
    if (steps == 0) {
      throw bad(2, "there is no action");
    }
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%d actions, largest difference: %.3g in what the network sees, %.3g in what it"
                + " answers, %.3g rad in the targets%s%n",
            steps,
            most.observation(),
            most.action(),
            most.command(),
            first == 0 ? "" : "; the first one is at action " + first);
    spec.commandLine().getOut().flush();
    return first == 0 ? 0 : 1;
  }

  private Golden.Difference replay(DescribedPolicy policy, JsonNode line, int number) {
    try {
      return Golden.replay(policy, line);
    } catch (IllegalArgumentException e) {
      throw new ReinsException(golden + ", line " + number + ": " + e.getMessage(), e);
    }
  }

  private JsonNode read(String line, int number) {
    if (line == null) {
      throw bad(number, "the file is empty");
    }
    try {
      return Golden.LINES.readTree(line);
    } catch (JsonProcessingException e) {
      throw new ReinsException(golden + ", line " + number + " is not JSON", e);
    }
  }

  private ReinsException bad(int number, String what) {
    return new ReinsException(
        golden + ", line " + number + ": " + what + "; ./reins policy record writes such files");
  }
}
