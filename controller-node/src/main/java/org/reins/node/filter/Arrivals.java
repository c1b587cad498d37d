package org.reins.node.filter;

/**
 * When messages of a series arrive, and how often. Noted on the receiving thread, read on any.
 * Allocates nothing.
 */
public final class Arrivals {
  // The usual time between two messages is a mean over about this many, each at most, ns.
  private static final double AVERAGED = 10;
  private static final long LONGEST_GAP = 1_000_000_000L;

  private volatile double gapNanos;
  private volatile long cameNanos;

  /** Notes that one arrived. */
  public void came(long nanos) {
    double gap = Math.min(LONGEST_GAP, nanos - cameNanos);
    gapNanos = cameNanos == 0 ? 0 : gapNanos + (gap - gapNanos) / AVERAGED;
    cameNanos = nanos;
  }

  /** Whether one arrived within a time before now, ns. */
  public boolean cameWithin(long now, long withinNanos) {
    return cameNanos != 0 && now - cameNanos <= withinNanos;
  }

  /** The usual time between two, ns; 0 if none or only one has come. */
  public double gapNanos() {
    return gapNanos;
  }
}
