package org.reins.node.messages;

import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.MessageType;

/**
 * A header and a fixed count of doubles, in the order of the message on the wire: {@code
 * geometry_msgs/PoseStamped} with position and quaternion x y z w, and {@code
 * geometry_msgs/WrenchStamped} with force and torque.
 */
public final class StampedNumbers {
  /** {@code geometry_msgs/PoseStamped}: x y z, m, and a quaternion x y z w. */
  public static final MessageType<StampedNumbers> POSE = type("PoseStamped", 7);

  /** {@code geometry_msgs/WrenchStamped}: force, N, and torque, N·m. */
  public static final MessageType<StampedNumbers> WRENCH = type("WrenchStamped", 6);

  /** When it was measured or commanded. */
  public final Header header = new Header();

  /** The numbers. */
  public final double[] values;

  /** Makes a message of n numbers. */
  public StampedNumbers(int n) {
    values = new double[n];
  }

  private static MessageType<StampedNumbers> type(String name, int n) {
    return new MessageType<>() {
      @Override
      public String name() {
        return "geometry_msgs::msg::dds_::" + name + "_";
      }

      @Override
      public int maxSize() {
        return 512;
      }

      @Override
      public StampedNumbers create() {
        return new StampedNumbers(n);
      }

      @Override
      public void write(StampedNumbers m, CdrWriter out) {
        m.header.write(out);
        for (double v : m.values) {
          out.float64(v);
        }
      }

      @Override
      public boolean read(CdrReader in, StampedNumbers m) {
        m.header.read(in);
        for (int k = 0; k < n; k++) {
          m.values[k] = in.float64();
        }
        return in.ok();
      }
    };
  }
}
