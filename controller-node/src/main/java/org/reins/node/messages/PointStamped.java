package org.reins.node.messages;

import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.MessageType;

/** {@code geometry_msgs/PointStamped}: a point, base frame. */
public final class PointStamped {
  /** When it was there. */
  public final Header header = new Header();

  /** m. */
  public double x;

  /** m. */
  public double y;

  /** m. */
  public double z;

  /** The type. */
  public static final MessageType<PointStamped> TYPE =
      new MessageType<>() {
        @Override
        public String name() {
          return "geometry_msgs::msg::dds_::PointStamped_";
        }

        @Override
        public int maxSize() {
          return 256;
        }

        @Override
        public PointStamped create() {
          return new PointStamped();
        }

        @Override
        public void write(PointStamped m, CdrWriter out) {
          m.header.write(out);
          out.float64(m.x);
          out.float64(m.y);
          out.float64(m.z);
        }

        @Override
        public boolean read(CdrReader in, PointStamped m) {
          m.header.read(in);
          m.x = in.float64();
          m.y = in.float64();
          m.z = in.float64();
          return in.ok();
        }
      };
}
