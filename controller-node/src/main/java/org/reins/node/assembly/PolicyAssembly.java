package org.reins.node.assembly;

import java.util.ArrayList;
import java.util.List;
import org.reins.node.NodeShell;
import org.reins.node.arming.Covered;
import org.reins.node.arming.StartCheck;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.policy.PolicyRunner;

/** Makes the policy node from its parameters. */
public final class PolicyAssembly {
  private PolicyAssembly() {}

  /**
   * The policy node, not started.
   *
   * @throws RuntimeException with one sentence if the policy cannot run, or if a receipt is
   *     required and does not fit
   */
  public static PolicyRunner node(NodeShell shell) {
    ParameterSnapshot p = shell.snapshot();
    RobotKind kind = RobotKind.of(p.text("robot"));
    RequiredReceipt required = RequiredReceipt.of(p);
    if (required == null) {
      return kind.policy(shell);
    }
    List<Covered> own = new ArrayList<>();
    own.add(FilterCoverage.robot(p.text("robot")));
    own.addAll(
        FilterCoverage.policies(FilterCoverage.robotName(p.text("robot")), p.text("policy")));
    own.addAll(FilterCoverage.program());
    return new StartCheck(required.file(), required.key(), own).load(() -> kind.policy(shell));
  }
}
