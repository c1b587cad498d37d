package org.reins.node.process;

/**
 * Stamps for messages whose receiver refuses a stamp that is not later than the previous one: a
 * clock that ticks in milliseconds, or ten times a second in a simulation, gives two messages the
 * same stamp. Not thread-safe.
 */
public final class RisingStamps {
  /** A clock that falls back by more than this was set, and is followed. */
  private static final long JITTER = 50_000_000;

  private long last = Long.MIN_VALUE;

  /**
   * The stamp of the next message, ns.
   *
   * @param now the node's time for stamps, ns
   */
  public long next(long now) {
    boolean same = now <= last && last - now < JITTER;
    last = same ? last + 1 : now;
    return last;
  }
}
