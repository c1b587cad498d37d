package org.reins.learning.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.reins.robot.file.BoundedFile;
import org.reins.robot.file.BoundedYaml;
import org.reins.robot.file.RobotFileException;
import org.reins.robot.file.YamlNode;

/**
 * Maps the topics of a bag to states, actions and labels, as given by a YAML file:
 *
 * <pre>
 *   schema: reins/bag/1
 *   robot: panda
 *   dt: 0.02                      # s; everything is resampled to it
 *   gap: 0.2                      # s without a state after which an episode ends
 *   joints: [panda_joint1, …]     # order of the state: all positions, then all velocities
 *   state: /joint_states          # sensor_msgs/msg/JointState, joints by name
 *   action:
 *     topic: /effort_controller/commands
 *     joints: [panda_joint1, …]   # for a std_msgs/msg/Float64MultiArray; a JointState has names
 *     field: effort               # for a JointState: position, velocity or effort
 *   h:
 *     topic: /zone/clearance      # std_msgs/msg/Float64, Float32 or Bool (true is safe)
 *     expression: min(…)          # instead of a topic, over NAME and NAME_vel
 * </pre>
 *
 * @param actionJoints order of the numbers in an array; empty for the order of the joints
 * @param marginTopic empty when there is an expression
 * @param marginExpression empty when there is a topic
 */
record BagMapping(
    String robot,
    double dt,
    double gap,
    List<String> joints,
    String stateTopic,
    String actionTopic,
    List<String> actionJoints,
    String actionField,
    String marginTopic,
    String marginExpression) {
  private static final String SCHEMA = "reins/bag/1";
  private static final double SHORTEST = 1e-5;
  // A gap is filled with rows. Their number must not greatly exceed the number of messages.
  private static final double MOST_ROWS_IN_GAP = 1_000;
  private static final int MOST_JOINTS = 1_000;

  static BagMapping read(Path path) {
    if (path == null) {
      throw new MissingChoiceException(
          "a bag needs a mapping: a YAML file that says which topics are state, action and h");
    }
    try {
      return read(
          YamlNode.parse(
              "mapping " + path, BoundedFile.text(path, BoundedYaml.MOST_CHARACTERS), SCHEMA));
    } catch (IOException e) {
      throw new DataException("mapping " + path + " cannot be read: " + e.getMessage(), e);
    } catch (RobotFileException e) {
      throw new DataException(e.getMessage(), e);
    }
  }

  private static BagMapping read(YamlNode root) {
    root.allow("schema", "robot", "dt", "gap", "joints", "state", "action", "h");
    YamlNode action = root.get("action");
    action.allow("topic", "joints", "field");
    YamlNode h = root.get("h");
    h.allow("topic", "expression");
    double dt = root.get("dt").number();
    BagMapping mapping =
        new BagMapping(
            root.get("robot").text(),
            dt,
            root.number("gap", 10 * dt),
            root.get("joints").items().stream().map(YamlNode::text).toList(),
            root.get("state").text(),
            action.get("topic").text(),
            action.optionalItems("joints").stream().map(YamlNode::text).toList(),
            action.text("field", "effort"),
            h.text("topic", ""),
            h.text("expression", ""));
    if (dt > 1) {
      throw new DataException("mapping: " + StampUnit.refusal(dt));
    }
    if (!(dt >= SHORTEST) || !(mapping.gap >= dt && mapping.gap <= MOST_ROWS_IN_GAP * dt)) {
      throw new DataException(
          "mapping: dt is "
              + dt
              + " s and gap "
              + mapping.gap
              + " s: allowed is dt "
              + SHORTEST
              + " to 1, and a gap of 1 to 1000 times dt");
    }
    if (mapping.joints.isEmpty() || mapping.joints.size() > MOST_JOINTS) {
      throw new DataException(
          "mapping: joints has "
              + mapping.joints.size()
              + " names: allowed are 1 to "
              + MOST_JOINTS);
    }
    if (mapping.marginTopic.isEmpty() == mapping.marginExpression.isEmpty()) {
      throw new DataException("mapping: h must have either a topic or an expression");
    }
    if (!List.of("position", "velocity", "effort").contains(mapping.actionField)) {
      throw new DataException(
          "mapping: field is "
              + mapping.actionField
              + ": allowed is position, velocity and effort");
    }
    return mapping;
  }
}
