package org.reins.node.output;

import org.reins.node.messages.JointTrajectory;
import org.reins.node.ros.RosNode;
import org.reins.robot.RobotModel;

/** One point a short time ahead for a joint_trajectory_controller, which spans the way to it. */
final class TrajectoryOutput implements CommandOutput {
  private static final double AHEAD = 0.02;

  private final CommandTopic<JointTrajectory> topic;
  private final Extrapolation ahead;

  TrajectoryOutput(RosNode node, String name, RobotModel robot) {
    topic = new CommandTopic<>(node, JointTrajectory.type(robot.jointNames()), name);
    topic.message.timeFromStartNanos = Math.round(AHEAD * 1e9);
    ahead = new Extrapolation(robot, AHEAD);
  }

  @Override
  public boolean publish(double[] q, double[] qd, double[] effort, double[] acceleration) {
    for (int i = 0; i < q.length; i++) {
      topic.message.position[i] = ahead.position(i, q, qd, acceleration);
      topic.message.velocity[i] = ahead.velocity(i, qd, acceleration);
    }
    return topic.publish();
  }

  @Override
  public CommandTopic<?> topic() {
    return topic;
  }
}
