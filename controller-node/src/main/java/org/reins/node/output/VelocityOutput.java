package org.reins.node.output;

import org.reins.filter.VelocityCommand;
import org.reins.node.messages.CommandArray;
import org.reins.node.ros.RosNode;
import org.reins.robot.RobotModel;

/** Velocities, rad/s, for robots whose own controller follows velocities. */
final class VelocityOutput implements CommandOutput {
  private final CommandTopic<CommandArray> topic;
  private final VelocityCommand command;

  VelocityOutput(RosNode node, String name, RobotModel robot) {
    topic = CommandTopic.array(node, name, robot.dof());
    command = new VelocityCommand(robot, 1 / robot.control().rateHz());
  }

  @Override
  public void begin() {
    command.reset();
  }

  @Override
  public boolean publish(
      double[] q, double[] qd, boolean fresh, double[] effort, double[] acceleration) {
    System.arraycopy(command.step(qd, acceleration), 0, topic.message.values, 0, qd.length);
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
