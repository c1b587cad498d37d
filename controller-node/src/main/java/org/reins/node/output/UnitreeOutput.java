package org.reins.node.output;

import org.reins.node.messages.UnitreeLowCmd;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;

/** {@code unitree_go/LowCmd} on {@code /lowcmd}, as the Go2 takes it, with its CRC. */
public final class UnitreeOutput implements MotorOutput {
  private final int motors;
  private final RosPublisher<UnitreeLowCmd> publisher;
  private final UnitreeLowCmd message = new UnitreeLowCmd();

  /**
   * Creates the publisher.
   *
   * @param motors how many of the message's twenty are there
   */
  public UnitreeOutput(RosNode node, int motors) {
    this.motors = motors;
    publisher = node.publisher(UnitreeLowCmd.TYPE, "lowcmd", Qos.COMMAND);
  }

  @Override
  public boolean publish(MotorTargets t) {
    for (int i = 0; i < motors; i++) {
      message.mode[i] = UnitreeLowCmd.SERVO;
      message.q[i] = (float) t.q[i];
      message.dq[i] = (float) t.dq[i];
      message.kp[i] = (float) t.kp[i];
      message.kd[i] = (float) t.kd[i];
      message.tau[i] = (float) t.tau[i];
    }
    return publisher.publish(message);
  }

  @Override
  public boolean damp(double kd) {
    for (int i = 0; i < motors; i++) {
      message.mode[i] = UnitreeLowCmd.SERVO;
      message.q[i] = UnitreeLowCmd.NO_POSITION;
      message.dq[i] = 0;
      message.kp[i] = 0;
      message.kd[i] = (float) kd;
      message.tau[i] = 0;
    }
    return publisher.publish(message);
  }
}
