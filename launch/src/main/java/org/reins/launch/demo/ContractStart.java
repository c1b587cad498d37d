package org.reins.launch.demo;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.reins.filter.contract.ContractRules;
import org.reins.filter.contract.Finding;
import org.reins.filter.contract.Severity;
import org.reins.filter.policy.PolicyFile;
import org.reins.robot.ReinsException;
import org.reins.robot.model.RobotModel;

/** The static rules at the start of a run: errors refuse it, warnings are printed. */
final class ContractStart {
  private ContractStart() {}

  /**
   * Checks a policy's description.
   *
   * @throws ReinsException with the first error
   */
  static void check(RobotModel robot, Path file, PrintStream out) {
    List<Finding> found = ContractRules.check(robot, PolicyFile.read(file));
    ContractRules.firstError(found)
        .ifPresent(
            e -> {
              throw new ReinsException(
                  file
                      + ": "
                      + e.sentence()
                      + "; ./reins policy check "
                      + file
                      + " --robot "
                      + robot.name()
                      + " lists all");
            });
    for (Finding f : found) {
      if (f.severity() == Severity.WARNING) {
        out.println("warning: " + f.sentence());
      }
    }
  }
}
