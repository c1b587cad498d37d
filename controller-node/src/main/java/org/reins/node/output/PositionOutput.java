package org.reins.node.output;

import org.reins.filter.PositionCommand;
import org.reins.node.messages.CommandArray;
import org.reins.node.messages.JointTrajectory;
import org.reins.node.ros.RosNode;
import org.reins.robot.RobotModel;

/**
 * Positions, for robots whose own controller follows them.
 *
 * @param <M> the message that they are sent in
 */
final class PositionOutput<M> implements CommandOutput {
  /** How positions are put into a message. */
  interface Form<M> {
    /** Writes a command's positions; on the control thread. */
    void write(PositionCommand command, double[] positions, M message);
  }

  private final CommandTopic<M> topic;
  private final PositionCommand command;
  private final Form<M> form;

  private PositionOutput(RobotModel robot, CommandTopic<M> topic, Form<M> form) {
    this.topic = topic;
    this.form = form;
    command = new PositionCommand(robot, 1 / robot.control().rateHz());
  }

  /** Positions, rad, for a forward_command_controller. */
  static PositionOutput<CommandArray> array(RosNode node, String name, RobotModel robot) {
    return new PositionOutput<>(
        robot,
        CommandTopic.array(node, name, robot.dof()),
        (command, positions, m) -> System.arraycopy(positions, 0, m.values, 0, positions.length));
  }

  /** One point a short time ahead for a joint_trajectory_controller, which spans the way to it. */
  static PositionOutput<JointTrajectory> trajectory(RosNode node, String name, RobotModel robot) {
    CommandTopic<JointTrajectory> topic =
        new CommandTopic<>(node, JointTrajectory.type(robot.jointNames()), name);
    topic.message.timeFromStartNanos = Math.round(PositionCommand.AHEAD * 1e9);
    return new PositionOutput<>(
        robot, topic, (command, positions, m) -> command.point(m.position, m.velocity));
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
  public boolean publish(
      double[] q, double[] qd, boolean fresh, double[] effort, double[] acceleration) {
    form.write(command, command.step(q, qd, fresh, acceleration), topic.message);
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
