package org.reins.node.messages;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.MessageType;
import org.reins.node.ros.Stamp;

/** {@code geometry_msgs/PointStamped}: a point in the frame that its header names. */
public final class PointStamped {
  private static final byte[][] NONE = {};
  // Longer names are cut off, and then equal no name.
  private static final int LONGEST_FRAME = 100;

  /** When it was there. */
  public final Header header = new Header();

  /** m. */
  public double x;

  /** m. */
  public double y;

  /** m. */
  public double z;

  private final byte[] frame = new byte[LONGEST_FRAME];
  private int frameLength;

  /**
   * Whether the message that was read is in one of some frames. Allocates nothing.
   *
   * @param frames UTF-8 bytes of their names, of at most 99 bytes each
   */
  public boolean isIn(byte[][] frames) {
    for (byte[] f : frames) {
      if (Arrays.equals(f, 0, f.length, frame, 0, frameLength)) {
        return true;
      }
    }
    return false;
  }

  /** Name of the frame of the message that was read, on one line. Allocates. */
  public String frame() {
    return new String(frame, 0, frameLength, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
  }

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
          m.header.stampNanos = Stamp.read(in);
          in.stringAmong(NONE);
          m.frameLength = in.copyText(m.frame, 0, LONGEST_FRAME);
          m.x = in.float64();
          m.y = in.float64();
          m.z = in.float64();
          return in.ok();
        }
      };
}
