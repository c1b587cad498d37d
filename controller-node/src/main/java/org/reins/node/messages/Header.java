package org.reins.node.messages;

import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;

/** {@code std_msgs/Header}; the frame is not kept on reading. */
public final class Header {
  /** Stamp, ns. */
  public long stampNanos;

  /** UTF-8 bytes of the frame. */
  public byte[] frame = new byte[0];

  void write(CdrWriter out) {
    out.int32((int) Math.floorDiv(stampNanos, 1_000_000_000L));
    out.int32((int) Math.floorMod(stampNanos, 1_000_000_000L));
    out.string(frame);
  }

  void read(CdrReader in) {
    long seconds = in.int32();
    long nanos = in.int32() & 0xFFFF_FFFFL;
    stampNanos = seconds * 1_000_000_000L + nanos;
    in.skipString();
  }
}
