package org.reins.node.output;

import org.reins.filter.PositionCommand;
import org.reins.node.messages.CommandArray;
import org.reins.node.ros.RosNode;
import org.reins.robot.RobotModel;

/** Positions, rad, for robots whose own controller follows positions. */
final class PositionOutput implements CommandOutput {
  private final CommandTopic<CommandArray> topic;
  private final PositionCommand command;

  PositionOutput(RosNode node, String name, RobotModel robot) {
    topic = CommandTopic.array(node, name, robot.dof());
    command = new PositionCommand(robot, 1 / robot.control().rateHz());
  }

  @Override
  public void begin() {
    command.reset();
  }

  @Override
  public boolean isFollowed() {
    return command.isFollowed();
  }

  @Override
  public void refer(double[] q, double[] qd) {
    command.refer(q, qd);
  }

  @Override
  public boolean publish(double[] q, double[] qd, double[] effort, double[] acceleration) {
    System.arraycopy(command.step(q, qd, acceleration), 0, topic.message.values, 0, q.length);
    return topic.publish();
  }

  @Override
  public boolean takesTorques() {
    return false;
  }

  @Override
  public CommandTopic<?> topic() {
    return topic;
  }
}
