package org.reins.launch.demo;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.reins.filter.contract.ContractRules;
import org.reins.filter.contract.Finding;
import org.reins.filter.contract.Severity;
import org.reins.node.policy.CheckedDescription;
import org.reins.robot.model.RobotModel;

/** The static rules at the start of a run: errors refuse it, warnings are printed. */
final class ContractStart {
  private ContractStart() {}

  /**
   * Checks a policy's description.
   *
   * @throws org.reins.robot.ReinsException with the first error
   */
  static void check(RobotModel robot, Path file, PrintStream out) {
    List<Finding> found = ContractRules.check(robot, CheckedDescription.read(robot, file));
    for (Finding f : found) {
      if (f.severity() == Severity.WARNING) {
        out.println("warning: " + f.sentence());
      }
    }
  }
}
