package org.reins.node.messages;

import java.util.List;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.MessageType;

/**
 * {@code sensor_msgs/JointState}, in the order of the robot's joints whatever the order on the
 * wire.
 */
public final class JointState {
  /** When it was measured. */
  public final Header header = new Header();

  /** Positions, rad. */
  public final double[] position;

  /** Velocities, rad/s. */
  public final double[] velocity;

  /** Efforts, N·m. */
  public final double[] effort;

  /** Makes one for n joints. */
  public JointState(int n) {
    position = new double[n];
    velocity = new double[n];
    effort = new double[n];
  }

  /** The type of a robot's joint states; one instance an endpoint. */
  public static MessageType<JointState> type(List<String> joints) {
    NamedJoints names = new NamedJoints(joints);
    return new MessageType<>() {
      @Override
      public String name() {
        return "sensor_msgs::msg::dds_::JointState_";
      }

      @Override
      public int maxSize() {
        return 4096;
      }

      @Override
      public JointState create() {
        return new JointState(joints.size());
      }

      @Override
      public void write(JointState m, CdrWriter out) {
        m.header.write(out);
        names.write(out);
        out.float64s(m.position, m.position.length);
        out.float64s(m.velocity, m.velocity.length);
        out.float64s(m.effort, m.effort.length);
      }

      @Override
      public boolean read(CdrReader in, JointState m) {
        m.header.read(in);
        return names.read(in)
            && names.readValues(in, m.position)
            && names.readValues(in, m.velocity)
            && names.readValues(in, m.effort);
      }
    };
  }
}
