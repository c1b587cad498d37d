package org.reins.node.messages;

import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.MessageType;

/**
 * {@code std_msgs/Float64MultiArray} of a length that both sides know. For a
 * forward_command_controller it has one number per joint, in the controller's order.
 */
public final class CommandArray {
  /** Torques, N·m, velocities, rad/s, positions, rad, or other values, depending on the topic. */
  public final double[] values;

  /** Makes an array of n numbers. */
  public CommandArray(int n) {
    values = new double[n];
  }

  /**
   * The type for n numbers. Reading and writing use the message's own length, because the
   * middleware keeps one codec per type name for all topics.
   */
  public static MessageType<CommandArray> type(int n) {
    return new MessageType<>() {
      @Override
      public String name() {
        return "std_msgs::msg::dds_::Float64MultiArray_";
      }

      @Override
      public int maxSize() {
        return 1024;
      }

      @Override
      public CommandArray create() {
        return new CommandArray(n);
      }

      @Override
      public void write(CommandArray m, CdrWriter out) {
        out.int32(0); // layout.dim
        out.int32(0); // layout.data_offset
        out.float64s(m.values, m.values.length);
      }

      @Override
      public boolean read(CdrReader in, CommandArray m) {
        int dimensions = in.length(8);
        for (int i = 0; i < dimensions; i++) {
          in.skipString();
          in.skip(8, 4);
        }
        in.int32();
        return in.float64s(m.values) == m.values.length;
      }
    };
  }
}
