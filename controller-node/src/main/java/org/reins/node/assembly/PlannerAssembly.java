package org.reins.node.assembly;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.reins.filter.EnvelopeLevels;
import org.reins.node.NodeShell;
import org.reins.node.drift.DriftFile;
import org.reins.node.drift.DriftPredictor;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.planner.PlannerNode;
import org.reins.robot.file.RobotFiles;

/** Makes the planner node from its parameters. */
public final class PlannerAssembly {
  private PlannerAssembly() {}

  /** The planner with all files named by its parameters. */
  public static PlannerNode node(NodeShell shell) {
    ParameterSnapshot p = shell.snapshot();
    // A robot that cannot be loaded has no models here. The filter reports the reason.
    Optional<BuiltInModels> builtIn = BuiltInModels.of(nameOf(p.text("robot")));
    String drift = p.text("planner.drift_file");
    byte[] chain =
        drift.equals(ModelFiles.NONE)
            ? new byte[0]
            : ModelFiles.bytes("drift file", drift, builtIn.map(BuiltInModels::drift));
    byte[] policy =
        ModelFiles.bytes(
            "policy file", p.text("planner.policy"), builtIn.map(BuiltInModels::policy));
    long own = Fingerprint.of(List.of(policy, chain, p.lines().getBytes(StandardCharsets.UTF_8)));
    DriftPredictor predictor = chain.length == 0 ? null : DriftFile.parse(drift, chain).predictor();
    return new PlannerNode(shell, EnvelopeLevels.DEFAULT, predictor, Long.toHexString(own));
  }

  private static String nameOf(String robot) {
    try {
      return RobotFiles.load(robot).name();
    } catch (RuntimeException e) {
      return "";
    }
  }
}
