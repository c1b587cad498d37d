package org.reins.node.messages;

import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.Stamp;

/** {@code std_msgs/Header}. The frame is not stored on reading. */
public final class Header {
  /** Stamp, ns. */
  public long stampNanos;

  /** UTF-8 bytes of the frame. */
  public byte[] frame = new byte[0];

  void write(CdrWriter out) {
    Stamp.write(stampNanos, out);
    out.string(frame);
  }

  void read(CdrReader in) {
    stampNanos = Stamp.header(in);
  }
}
