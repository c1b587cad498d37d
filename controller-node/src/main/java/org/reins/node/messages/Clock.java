package org.reins.node.messages;

import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.MessageType;
import org.reins.node.ros.Stamp;

/** {@code rosgraph_msgs/Clock}. */
public final class Clock {
  /** The time of the simulation, ns. */
  public long nanos;

  /** The type. */
  public static final MessageType<Clock> TYPE =
      new MessageType<>() {
        @Override
        public String name() {
          return "rosgraph_msgs::msg::dds_::Clock_";
        }

        @Override
        public int maxSize() {
          return 64;
        }

        @Override
        public Clock create() {
          return new Clock();
        }

        @Override
        public void write(Clock m, CdrWriter out) {
          Stamp.write(m.nanos, out);
        }

        @Override
        public boolean read(CdrReader in, Clock m) {
          m.nanos = Stamp.read(in);
          return in.ok();
        }
      };
}
