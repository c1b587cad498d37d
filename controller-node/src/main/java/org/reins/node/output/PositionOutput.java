package org.reins.node.output;

import org.reins.node.messages.CommandArray;
import org.reins.node.ros.RosNode;
import org.reins.robot.RobotModel;

/** Positions one period ahead, rad, for robots whose own controller follows positions. */
final class PositionOutput implements CommandOutput {
  private final CommandTopic<CommandArray> topic;
  private final Extrapolation ahead;

  PositionOutput(RosNode node, String name, RobotModel robot) {
    topic = CommandTopic.array(node, name, robot.dof());
    ahead = new Extrapolation(robot, 1 / robot.control().rateHz());
  }

  @Override
  public boolean publish(double[] q, double[] qd, double[] effort, double[] acceleration) {
    for (int i = 0; i < q.length; i++) {
      topic.message.values[i] = ahead.position(i, q, qd, acceleration);
    }
    return topic.publish();
  }

  @Override
  public CommandTopic<?> topic() {
    return topic;
  }
}
