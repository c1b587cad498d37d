package org.reins.node.policy;

import java.nio.file.Path;
import java.util.List;
import org.reins.filter.contract.ContractRules;
import org.reins.filter.contract.Severity;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyFile;
import org.reins.filter.policy.PolicyFileException;
import org.reins.robot.model.RobotModel;

/** A description that keeps the static rules of contracts: nothing starts with another one. */
public final class CheckedDescription {
  private CheckedDescription() {}

  /** What the rules find unusual, one sentence each. */
  public static List<String> warnings(RobotModel robot, PolicyDescription description) {
    return ContractRules.check(robot, description).stream()
        .filter(f -> f.severity() == Severity.WARNING)
        .map(f -> description.name() + ": " + f.sentence())
        .toList();
  }

  /**
   * Reads a description for a robot.
   *
   * @throws PolicyFileException with one sentence: what is wrong with the file, or the first error
   *     of its contract
   */
  public static PolicyDescription read(RobotModel robot, Path file) {
    PolicyDescription description = PolicyFile.read(file);
    ContractRules.firstError(ContractRules.check(robot, description))
        .ifPresent(
            e -> {
              throw new PolicyFileException(
                  file
                      + ": "
                      + e.sentence()
                      + "; ./reins policy check "
                      + file
                      + " --robot "
                      + robot.name()
                      + " lists all");
            });
    return description;
  }
}
