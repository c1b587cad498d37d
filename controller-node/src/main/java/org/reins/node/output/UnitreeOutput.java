package org.reins.node.output;

import org.reins.node.messages.UnitreeLowCmd;
import org.reins.node.ros.RosNode;

/** Sends {@code unitree_go/LowCmd} on {@code /lowcmd}, in the Go2's format, with its CRC. */
public final class UnitreeOutput implements MotorOutput {
  private final int motors;
  private final CommandTopic<UnitreeLowCmd> topic;

  /**
   * Creates the publisher.
   *
   * @param motors how many of the message's twenty motors exist
   */
  public UnitreeOutput(RosNode node, int motors) {
    this(node, "lowcmd", motors);
  }

  /** Creates the publisher on a topic with another name. */
  public UnitreeOutput(RosNode node, String topic, int motors) {
    this.motors = motors;
    this.topic = new CommandTopic<>(node, UnitreeLowCmd.TYPE, topic);
  }

  @Override
  public boolean publish(MotorTargets t) {
    UnitreeLowCmd message = topic.message;
    for (int i = 0; i < motors; i++) {
      message.mode[i] = UnitreeLowCmd.SERVO;
      message.q[i] = (float) t.q[i];
      message.dq[i] = (float) t.dq[i];
      message.kp[i] = (float) t.kp[i];
      message.kd[i] = (float) t.kd[i];
      message.tau[i] = (float) t.tau[i];
    }
    return topic.publish();
  }

  @Override
  public boolean damp(double kd) {
    UnitreeLowCmd message = topic.message;
    for (int i = 0; i < motors; i++) {
      message.mode[i] = UnitreeLowCmd.SERVO;
      message.q[i] = UnitreeLowCmd.NO_POSITION;
      message.dq[i] = 0;
      message.kp[i] = 0;
      message.kd[i] = (float) kd;
      message.tau[i] = 0;
    }
    return topic.publish();
  }

  /** The topic, with its other publishers and subscribers. */
  public CommandTopic<?> topic() {
    return topic;
  }
}
