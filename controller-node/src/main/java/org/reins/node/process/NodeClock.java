package org.reins.node.process;

/** The only place that reads a clock. */
public final class NodeClock {
  private NodeClock() {}

  /**
   * Monotonic time, ns: for periods and ages. On Linux all processes of a machine share its zero.
   */
  public static long nanos() {
    return System.nanoTime();
  }

  /** Time since 1970, ns: for stamps of messages. */
  public static long wallNanos() {
    return System.currentTimeMillis() * 1_000_000L;
  }
}
