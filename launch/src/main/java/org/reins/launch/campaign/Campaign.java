package org.reins.launch.campaign;

import java.nio.file.Path;
import org.reins.filter.barrier.BarrierFile;
import org.reins.launch.cell.CellModels;
import org.reins.robot.ReinsException;
import org.reins.robot.file.BoundedFile;
import org.reins.robot.file.YamlNode;
import org.reins.sim.Violation;
import org.reins.sim.cell.Cell;
import org.reins.sim.cell.CellFile;
import org.reins.sim.cell.PolicyChoice;
import org.reins.sim.variation.Conditions;
import org.reins.sim.variation.Range;
import org.reins.sim.variation.VariedCell;
import org.reins.sim.world.DemoWorld;
import org.reins.sim.world.Task;

/**
 * A cell with its barrier, and what is varied of it.
 *
 * @param name name or path of the cell
 * @param barrier null for none
 */
record Campaign(String name, Cell cell, BarrierFile barrier, CampaignSettings settings) {
  /**
   * What the command line replaces of the cell; null for what it does not.
   *
   * @param barrier barrier file, none or built-in
   * @param policy ONNX file or description
   * @param level envelope level
   * @param seconds length of a run, s
   * @param file of the campaign, instead of the cell's section
   */
  record Replacements(String barrier, String policy, Integer level, Double seconds, Path file) {}

  /** Reads a cell with its campaign, and checks that the ends of all ranges can be run. */
  static Campaign read(String name, Replacements r) throws java.io.IOException {
    Cell cell = CellFile.load(name);
    if (r.policy != null) {
      cell = cell.with(new PolicyChoice.Network(r.policy));
    }
    if (r.barrier != null) {
      cell = cell.withBarrier(r.barrier);
    }
    Task t = cell.task();
    double seconds = r.seconds == null ? t.seconds() : r.seconds;
    int level = r.level == null ? cell.level() : r.level;
    cell = cell.with(new Task(t.goals(), t.slot(), t.tolerance(), t.dwell(), seconds), level);
    BarrierFile barrier = CellModels.barrier(cell);
    CampaignSettings settings = settings(name, r.file, cell, barrier != null);
    for (Range range : settings.ranges()) {
      requireRuns(name, cell, range, range.low());
      requireRuns(name, cell, range, range.high());
    }
    return new Campaign(name, cell, barrier, settings);
  }

  private static CampaignSettings settings(String name, Path file, Cell cell, boolean barrier)
      throws java.io.IOException {
    int joints = cell.robot().dof();
    if (file != null) {
      BoundedFile.requireReadable(file);
      String text = BoundedFile.text(file, org.reins.robot.file.BoundedYaml.MOST_CHARACTERS);
      YamlNode node = YamlNode.parse(file.toString(), text, CampaignSettings.SCHEMA);
      return CampaignSettings.read(node, joints, barrier);
    }
    YamlNode root = YamlNode.parse(name, CellFile.text(name), DemoWorld.SCHEMA);
    return root.has("campaign")
        ? CampaignSettings.read(root.get("campaign"), joints, barrier)
        : CampaignSettings.usual(joints, barrier);
  }

  private static void requireRuns(String name, Cell cell, Range range, double value) {
    VariedCell end = new VariedCell(cell, Conditions.AS_IN_CELL.with(range.variable(), value));
    try {
      end.arm().close();
      end.driver();
    } catch (IllegalArgumentException e) {
      throw new ReinsException(
          name
              + ": with "
              + range.variable().key()
              + " "
              + value
              + ", "
              + e.getMessage()
              + ": narrow the range",
          e);
    }
  }

  /** Runs trials of it. */
  TrialRunner runner() {
    return new TrialRunner(cell, barrier, settings.judged());
  }

  /** Whether the cell has zones from which no barrier keeps the arm. */
  boolean zonesIgnored() {
    return !cell.world().zones().isEmpty() && !settings.judged().contains(Violation.ZONE);
  }
}
