package org.reins.node.messages;

import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.MessageType;

/**
 * {@code std_msgs/Float64MultiArray} as effort controllers take it: one torque a joint, in the
 * controller's order.
 */
public final class EffortCommand {
  /** Torques, N·m. */
  public final double[] effort;

  /** Makes one for n joints. */
  public EffortCommand(int n) {
    effort = new double[n];
  }

  /** The type for n joints. */
  public static MessageType<EffortCommand> type(int n) {
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
      public EffortCommand create() {
        return new EffortCommand(n);
      }

      @Override
      public void write(EffortCommand m, CdrWriter out) {
        out.int32(0); // layout.dim
        out.int32(0); // layout.data_offset
        out.float64s(m.effort, n);
      }

      @Override
      public boolean read(CdrReader in, EffortCommand m) {
        int dimensions = in.length(8);
        for (int i = 0; i < dimensions; i++) {
          in.skipString();
          in.skip(8, 4);
        }
        in.int32();
        return in.float64s(m.effort) == n;
      }
    };
  }
}
