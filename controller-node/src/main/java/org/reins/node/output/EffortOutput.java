package org.reins.node.output;

import org.reins.node.messages.CommandArray;
import org.reins.node.ros.RosNode;
import org.reins.robot.RobotModel;

/** Torques, N·m, as they are. */
final class EffortOutput implements CommandOutput {
  private final CommandTopic<CommandArray> topic;

  EffortOutput(RosNode node, String name, RobotModel robot) {
    topic = CommandTopic.array(node, name, robot.dof());
  }

  @Override
  public boolean publish(
      double[] q, double[] qd, boolean fresh, double[] effort, double[] acceleration) {
    System.arraycopy(effort, 0, topic.message.values, 0, effort.length);
    return topic.publish();
  }

  @Override
  public CommandTopic<?> topic() {
    return topic;
  }
}
