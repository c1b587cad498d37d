package org.reins.node.output;

import org.reins.node.messages.CommandArray;
import org.reins.node.ros.RosNode;
import org.reins.robot.RobotModel;

/** One number a joint for a forward_command_controller. */
final class ArrayOutput implements CommandOutput {
  /** The number of a joint. */
  interface Value {
    /** Of joint i, from what {@link CommandOutput#publish} is given. */
    double of(int i, double[] q, double[] qd, double[] effort, double[] acceleration);
  }

  private final CommandTopic<CommandArray> topic;
  private final Value value;

  private ArrayOutput(RosNode node, String name, RobotModel robot, Value value) {
    topic = CommandTopic.array(node, name, robot.dof());
    this.value = value;
  }

  /** Torques, N·m, as they are. */
  static ArrayOutput efforts(RosNode node, String name, RobotModel robot) {
    return new ArrayOutput(node, name, robot, (i, q, qd, effort, qdd) -> effort[i]);
  }

  /** Positions one period ahead, rad, for robots whose own controller follows positions. */
  static ArrayOutput positions(RosNode node, String name, RobotModel robot) {
    Extrapolation ahead = new Extrapolation(robot, 1 / robot.control().rateHz());
    return new ArrayOutput(
        node, name, robot, (i, q, qd, effort, qdd) -> ahead.position(i, q, qd, qdd));
  }

  @Override
  public boolean publish(double[] q, double[] qd, double[] effort, double[] acceleration) {
    for (int i = 0; i < q.length; i++) {
      topic.message.values[i] = value.of(i, q, qd, effort, acceleration);
    }
    return topic.publish();
  }

  @Override
  public CommandTopic<?> topic() {
    return topic;
  }
}
