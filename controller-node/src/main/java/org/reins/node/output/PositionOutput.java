package org.reins.node.output;

import org.reins.filter.CommandLimiter;
import org.reins.filter.PositionCommand;
import org.reins.node.messages.CommandArray;
import org.reins.node.messages.JointTrajectory;
import org.reins.node.ros.RosNode;
import org.reins.robot.model.RobotModel;

/**
 * Sends positions, for robots whose own controller follows them.
 *
 * @param <M> the message that contains them
 */
final class PositionOutput<M> implements CommandOutput {
  /** Writes positions into a message. */
  interface Form<M> {
    /** Writes a command's positions; on the control thread. */
    void write(PositionCommand command, double[] positions, M message);
  }

  private final CommandTopic<M> topic;
  private final PositionCommand command;
  private final Form<M> form;
  private final CommandLimiter guard;
  private final double[] checked;

  private PositionOutput(RobotModel robot, CommandTopic<M> topic, Form<M> form) {
    this.topic = topic;
    this.form = form;
    command = new PositionCommand(robot, 1 / robot.control().rateHz());
    guard = CommandLimiter.positions(robot);
    checked = new double[robot.dof()];
  }

  /** Sends positions, rad, for a forward_command_controller. */
  static PositionOutput<CommandArray> array(RosNode node, String name, RobotModel robot) {
    return new PositionOutput<>(
        robot,
        CommandTopic.array(node, name, robot.dof()),
        (command, positions, m) -> System.arraycopy(positions, 0, m.values, 0, positions.length));
  }

  /**
   * Sends one point a short time ahead for a joint_trajectory_controller, which interpolates to it.
   */
  static PositionOutput<JointTrajectory> trajectory(RosNode node, String name, RobotModel robot) {
    CommandTopic<JointTrajectory> topic =
        new CommandTopic<>(node, JointTrajectory.type(robot.jointNames()), name);
    topic.message.timeFromStartNanos = Math.round(PositionCommand.AHEAD * 1e9);
    return new PositionOutput<>(
        robot, topic, (command, positions, m) -> command.point(m.position, m.velocity));
  }

  @Override
  public void begin(double[] q) {
    command.reset();
    guard.begin(q);
  }

  @Override
  public boolean isFollowed() {
    return command.isFollowed();
  }

  @Override
  public boolean refer(double[] q, double[] qd) {
    command.refer(q, qd);
    return true;
  }

  @Override
  public boolean publish(
      double[] q,
      double[] qd,
      boolean fresh,
      boolean rest,
      double[] effort,
      double[] acceleration) {
    double[] p = rest ? command.rest(q, fresh) : command.step(q, qd, fresh, acceleration);
    System.arraycopy(p, 0, checked, 0, checked.length);
    // A command that returns to a robot that is held is a step towards the robot's position.
    guard.check(checked, false);
    form.write(command, checked, topic.message);
    return topic.publish();
  }

  @Override
  public boolean publishAsIs(
      double[] q, double[] qd, boolean fresh, double[] effort, double[] acceleration) {
    return publish(q, qd, fresh, false, effort, acceleration);
  }

  @Override
  public long repairs() {
    return guard.repairs();
  }

  @Override
  public boolean takesTorques() {
    return false;
  }

  @Override
  public double[] sent() {
    return checked;
  }

  @Override
  public CommandTopic<?> topic() {
    return topic;
  }
}
