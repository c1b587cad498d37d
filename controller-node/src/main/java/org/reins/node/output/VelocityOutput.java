package org.reins.node.output;

import org.reins.node.messages.CommandArray;
import org.reins.node.ros.RosNode;
import org.reins.robot.RobotModel;

/** Velocities one period ahead, rad/s, for robots whose own controller follows velocities. */
final class VelocityOutput implements CommandOutput {
  private final CommandTopic<CommandArray> topic;
  private final Extrapolation ahead;

  VelocityOutput(RosNode node, String name, RobotModel robot) {
    topic = CommandTopic.array(node, name, robot.dof());
    ahead = new Extrapolation(robot, 1 / robot.control().rateHz());
  }

  @Override
  public boolean publish(double[] q, double[] qd, double[] effort, double[] acceleration) {
    for (int i = 0; i < q.length; i++) {
      topic.message.values[i] = ahead.velocity(i, qd, acceleration);
    }
    return topic.publish();
  }

  @Override
  public CommandTopic<?> topic() {
    return topic;
  }
}
