package org.reins.node.messages;

import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.MessageType;

/** {@code geometry_msgs/Twist}: the velocity of a base, in its own axes (REP-103). */
public final class Twist {
  /** Linear velocity, x forward, y left, z up, m/s. */
  public final double[] linear = new double[3];

  /** Angular velocity about the same axes, rad/s. */
  public final double[] angular = new double[3];

  /** The type. */
  public static final MessageType<Twist> TYPE =
      new MessageType<>() {
        @Override
        public String name() {
          return "geometry_msgs::msg::dds_::Twist_";
        }

        @Override
        public int maxSize() {
          return 128;
        }

        @Override
        public Twist create() {
          return new Twist();
        }

        @Override
        public void write(Twist m, CdrWriter out) {
          for (double v : m.linear) {
            out.float64(v);
          }
          for (double v : m.angular) {
            out.float64(v);
          }
        }

        @Override
        public boolean read(CdrReader in, Twist m) {
          for (int i = 0; i < 3; i++) {
            m.linear[i] = in.float64();
          }
          for (int i = 0; i < 3; i++) {
            m.angular[i] = in.float64();
          }
          return in.ok();
        }
      };
}
