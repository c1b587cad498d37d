package org.reins.learning.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import org.reins.robot.file.BoundedFile;
import org.reins.robot.file.BoundedYaml;
import org.reins.robot.file.RobotFileException;
import org.reins.robot.file.YamlNode;

/**
 * Maps the features of a LeRobot data set to the state and action of a robot, as given by a YAML
 * file:
 *
 * <pre>
 *   schema: reins/lerobot/1
 *   robot: so101
 *   joints: [shoulder_pan, …]      # order of the state: all positions, then all velocities
 *   state:
 *     units: degrees               # radians, degrees or as_is; or a list, one for each joint
 *     feature: observation.state   # the default
 *     names: [shoulder_pan.pos, …] # in the order of the joints; by default found in info.json
 *   velocity:                      # without it, differences of the positions
 *     units: degrees
 *     feature: observation.velocity
 *   action: {units: degrees, feature: action}
 *   h:
 *     expression: min(…)           # over JOINT and JOINT_vel
 *     column: clearance            # or a feature of one number, or of true and false (true is safe)
 *     cell: cell.yaml              # or the distance from the zones of a cell with this robot
 * </pre>
 *
 * @param velocity null if velocities are differences of the positions
 * @param expression empty if h is given in another way
 * @param column empty if h is given in another way
 * @param cell name or path of the cell; empty if h is given in another way
 */
record LeRobotMapping(
    String robot,
    List<String> joints,
    Part state,
    Part velocity,
    Part action,
    String expression,
    String column,
    String cell) {
  static final String STATE = "observation.state";
  static final String ACTION = "action";
  private static final String SCHEMA = "reins/lerobot/1";
  private static final int MOST_JOINTS = 1_000;

  /**
   * Where a number for each joint is.
   *
   * @param names in the order of the joints; empty if they are to be found
   * @param units one for each joint
   */
  record Part(String feature, List<String> names, List<Units> units) {}

  static LeRobotMapping read(Path path) {
    try {
      YamlNode root =
          YamlNode.parse(
              "mapping " + path, BoundedFile.text(path, BoundedYaml.MOST_CHARACTERS), SCHEMA);
      return read(root, path);
    } catch (IOException e) {
      throw new DataException("mapping " + path + " cannot be read: " + e.getMessage(), e);
    } catch (RobotFileException e) {
      throw new DataException(e.getMessage(), e);
    }
  }

  private static LeRobotMapping read(YamlNode root, Path path) {
    root.allow("schema", "robot", "joints", "state", "velocity", "action", "h");
    List<String> joints = root.get("joints").items().stream().map(YamlNode::text).toList();
    if (joints.isEmpty()
        || joints.size() > MOST_JOINTS
        || new HashSet<>(joints).size() < joints.size()) {
      throw new DataException(
          "mapping "
              + path
              + ": joints has "
              + joints.size()
              + " names: allowed are 1 to "
              + MOST_JOINTS
              + ", each once");
    }
    YamlNode h = root.get("h");
    h.allow("expression", "column", "cell");
    String cell = h.text("cell", "");
    LeRobotMapping mapping =
        new LeRobotMapping(
            root.get("robot").text(),
            joints,
            part(root.get("state"), STATE, joints, path),
            root.has("velocity")
                ? part(root.get("velocity"), "observation.velocity", joints, path)
                : null,
            part(root.get("action"), ACTION, joints, path),
            h.text("expression", ""),
            h.text("column", ""),
            beside(cell, path));
    if (h.keys().size() != 1) {
      throw new DataException(
          "mapping "
              + path
              + ": h has "
              + h.keys()
              + ": one of expression, column and cell is needed");
    }
    return mapping;
  }

  /** A cell's file is named from the mapping's folder. */
  private static String beside(String cell, Path mapping) {
    if (!cell.endsWith(".yaml") && !cell.endsWith(".yml")) {
      return cell;
    }
    return mapping.toAbsolutePath().resolveSibling(cell).toString();
  }

  private static Part part(YamlNode node, String feature, List<String> joints, Path path) {
    node.allow("feature", "names", "units");
    String where = "mapping " + path + ": units of " + node.text("feature", feature);
    List<Units> units;
    if (!node.has("units")) {
      throw new MissingChoiceException(
          where + " are missing, and LeRobot does not state them: allowed is " + Units.ALLOWED);
    }
    if (node.get("units").isList()) {
      units = node.get("units").items().stream().map(u -> Units.of(u.text(), where)).toList();
    } else {
      units = Collections.nCopies(joints.size(), Units.of(node.get("units").text(), where));
    }
    List<String> names = node.texts("names", List.of());
    if (units.size() != joints.size() || !names.isEmpty() && names.size() != joints.size()) {
      throw new DataException(
          "mapping "
              + path
              + ": "
              + node.text("feature", feature)
              + " has "
              + names.size()
              + " names and "
              + units.size()
              + " units: one for each of the "
              + joints.size()
              + " joints is needed");
    }
    return new Part(node.text("feature", feature), names, units);
  }
}
