package org.reins.node.output;

import org.reins.filter.CommandLimiter;
import org.reins.filter.VelocityCommand;
import org.reins.node.messages.CommandArray;
import org.reins.node.ros.RosNode;
import org.reins.robot.model.RobotModel;

/** Sends velocities, rad/s, for robots whose own controller follows velocities. */
final class VelocityOutput implements CommandOutput {
  private final CommandTopic<CommandArray> topic;
  private final VelocityCommand command;
  private final CommandLimiter guard;

  VelocityOutput(RosNode node, String name, RobotModel robot) {
    topic = CommandTopic.array(node, name, robot.dof());
    command = new VelocityCommand(robot, 1 / robot.control().rateHz());
    guard = CommandLimiter.velocities(robot);
  }

  @Override
  public void begin(double[] q) {
    command.reset();
    guard.begin();
  }

  @Override
  public boolean publish(
      double[] q,
      double[] qd,
      boolean fresh,
      boolean rest,
      double[] effort,
      double[] acceleration) {
    double[] v = rest ? command.rest(qd, fresh) : command.step(qd, fresh, acceleration);
    System.arraycopy(v, 0, topic.message.values, 0, qd.length);
    // A command that is cut back to the robot's velocity may step by more than the robot can
    // accelerate.
    guard.check(topic.message.values, false);
    return topic.publish();
  }

  @Override
  public boolean publishAsIs(
      double[] q, double[] qd, boolean fresh, double[] effort, double[] acceleration) {
    return publish(q, qd, fresh, false, effort, acceleration);
  }

  @Override
  public boolean isFollowed() {
    return command.isFollowed();
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
    return topic.message.values;
  }

  @Override
  public CommandTopic<?> topic() {
    return topic;
  }
}
