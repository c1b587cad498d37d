package org.reins.launch.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.reins.launch.cell.CellPolicy;
import org.reins.learning.risk.RiskModel;
import org.reins.node.assembly.CodeHash;
import org.reins.node.assembly.ModelFiles;
import org.reins.node.json.Json;
import org.reins.node.signing.Sha256;
import org.reins.robot.file.RobotFiles;
import org.reins.sim.cell.Cell;
import org.reins.sim.cell.CellFile;
import org.reins.sim.cell.PolicyChoice;
import org.reins.sim.variation.VariedCell;

/** Everything that the rows of a campaign depend on, as its manifest holds it. */
final class CampaignInputs {
  /** Those that decide what comes of a given trial. */
  static final List<String> DECISIVE =
      List.of(
          "code_sha256",
          "java",
          "cell_sha256",
          "robot_sha256",
          "barrier_sha256",
          "policy_sha256",
          "constraints_sha256");

  private CampaignInputs() {}

  /**
   * The inputs.
   *
   * @param sampling adaptive, plain or rare
   * @param from hash of the rows of an earlier campaign; empty for none
   */
  static ObjectNode of(Campaign c, int runs, int fresh, String sampling, long seed, String from)
      throws IOException {
    Cell cell = c.cell();
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("code_sha256", code());
    // Functions such as sin differ in their last bit between versions.
    node.put("java", Runtime.version().feature());
    node.put("cell", c.name());
    node.put("cell_sha256", Sha256.of(CellFile.text(c.name())));
    node.put("robot", cell.robotName());
    node.put("robot_sha256", Sha256.of(RobotFiles.text(cell.robotName())));
    node.put("barrier", cell.barrier());
    node.put("barrier_sha256", c.barrier() == null ? "" : barrier(cell));
    node.put("policy", policy(cell.policy()));
    node.put("policy_sha256", policyHash(cell));
    if (!cell.known().file().isEmpty()) {
      Path folder = cell.known().folder();
      Path file = Path.of(cell.known().file());
      node.put("constraints_sha256", Sha256.of(folder == null ? file : folder.resolve(file)));
    }
    node.put("level", cell.level());
    node.put("seconds", cell.task().seconds());
    node.put("campaign", c.settings().yaml());
    node.put("runs", runs);
    node.put("fresh", fresh);
    node.put("sampling", sampling);
    node.put("seed", seed);
    node.put("from_rows_sha256", from);
    return node;
  }

  /** A hash of the compiled code that rows depend on. */
  static String code() {
    return CodeHash.with(List.of(VariedCell.class, RiskModel.class, CellPolicy.class));
  }

  private static String barrier(Cell cell) throws IOException {
    return cell.barrier().equals(ModelFiles.BUILT_IN)
        ? ModelFiles.BUILT_IN
        : Sha256.of(Path.of(cell.barrier()));
  }

  private static String policy(PolicyChoice policy) {
    if (policy instanceof PolicyChoice.Network network) {
      return network.name();
    }
    return policy instanceof PolicyChoice.Scripted
        ? "scripted"
        : policy instanceof PolicyChoice.Wild ? "wild" : "chase";
  }

  private static String policyHash(Cell cell) throws IOException {
    if (cell.policy() instanceof PolicyChoice.Network n && Files.exists(Path.of(n.name()))) {
      return Sha256.of(Path.of(n.name()));
    }
    // Of the cell or of the code, which have hashes of their own.
    return "";
  }
}
