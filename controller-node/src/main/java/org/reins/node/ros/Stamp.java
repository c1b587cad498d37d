package org.reins.node.ros;

/** {@code builtin_interfaces/Time} on the wire, and {@code std_msgs/Header} around it. */
public final class Stamp {
  private static final long NANO = 1_000_000_000L;

  private Stamp() {}

  /** Writes a time, ns. */
  public static void write(long nanos, CdrWriter out) {
    out.int32((int) Math.floorDiv(nanos, NANO));
    out.int32((int) Math.floorMod(nanos, NANO));
  }

  /** Reads a time, ns. */
  public static long read(CdrReader in) {
    return in.int32() * NANO + (in.int32() & 0xFFFF_FFFFL);
  }

  public static void header(long nanos, String frame, CdrWriter out) {
    write(nanos, out);
    out.string(frame);
  }

  public static long header(CdrReader in) {
    long nanos = read(in);
    in.skipString();
    return nanos;
  }
}
