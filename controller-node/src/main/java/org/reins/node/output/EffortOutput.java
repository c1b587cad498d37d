package org.reins.node.output;

import org.reins.filter.CommandLimiter;
import org.reins.node.messages.CommandArray;
import org.reins.node.ros.RosNode;
import org.reins.robot.model.RobotModel;

/** Sends torques, N·m, unchanged. */
final class EffortOutput implements CommandOutput {
  private final CommandTopic<CommandArray> topic;
  private final CommandLimiter guard;

  EffortOutput(RosNode node, String name, RobotModel robot) {
    topic = CommandTopic.array(node, name, robot.dof());
    guard = CommandLimiter.torques(robot);
  }

  @Override
  public void begin(double[] q) {
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
    System.arraycopy(effort, 0, topic.message.values, 0, effort.length);
    guard.check(topic.message.values, true);
    return topic.publish();
  }

  @Override
  public boolean publishAsIs(
      double[] q, double[] qd, boolean fresh, double[] effort, double[] acceleration) {
    for (int i = 0; i < effort.length; i++) {
      topic.message.values[i] = Double.isFinite(effort[i]) ? effort[i] : 0;
    }
    return topic.publish();
  }

  @Override
  public long repairs() {
    return guard.repairs();
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
