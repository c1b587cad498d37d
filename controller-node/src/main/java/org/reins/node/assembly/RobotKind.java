package org.reins.node.assembly;

import org.reins.node.NodeShell;
import org.reins.node.filter.FilterNode;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.policy.PolicyRunner;
import org.reins.node.replay.ReplayedRobot;
import org.reins.robot.file.RobotFiles;

/** The nodes of one kind of robot: all that differs between kinds is behind this. */
interface RobotKind {
  /** The part of the controller node that depends on the kind. */
  FilterNode.Kind filter();

  /**
   * The node that runs the policy which the parameters name; not started.
   *
   * @throws RuntimeException with one sentence when the policy cannot run
   */
  PolicyRunner policy(NodeShell shell);

  /**
   * A robot as the parameters name it, that gets its inputs from a recording.
   *
   * @param exact whether the configuration is that of the recording
   * @throws RuntimeException with one sentence if something is wrong
   */
  ReplayedRobot replay(ParameterSnapshot p, boolean exact);

  /**
   * The kind of the robot of a name or file. A robot that cannot be loaded counts as an arm;
   * configuring the node says what is wrong with it.
   */
  static RobotKind of(String robot) {
    try {
      return RobotFiles.load(robot).base().choose(fixed -> new ArmKind(), legs -> new LeggedKind());
    } catch (RuntimeException e) {
      return new ArmKind();
    }
  }
}
