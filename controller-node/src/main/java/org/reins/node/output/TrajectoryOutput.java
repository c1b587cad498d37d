package org.reins.node.output;

import org.reins.filter.PositionCommand;
import org.reins.node.messages.JointTrajectory;
import org.reins.node.ros.RosNode;
import org.reins.robot.RobotModel;

/** One point a short time ahead for a joint_trajectory_controller, which spans the way to it. */
final class TrajectoryOutput implements CommandOutput {
  private static final double AHEAD = 0.02;

  private final CommandTopic<JointTrajectory> topic;
  private final PositionCommand command;

  TrajectoryOutput(RosNode node, String name, RobotModel robot) {
    topic = new CommandTopic<>(node, JointTrajectory.type(robot.jointNames()), name);
    topic.message.timeFromStartNanos = Math.round(AHEAD * 1e9);
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
    command.step(q, qd, acceleration);
    for (int i = 0; i < q.length; i++) {
      topic.message.position[i] = command.position(i, AHEAD);
      topic.message.velocity[i] = command.velocity(i, AHEAD);
    }
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
