package org.reins.node.embedded;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many requests of one service are worked on: {@link #AT_ONCE}, and {@link #PER_SECOND} on
 * average after that. The rest is dropped and counted. Without such a bound a peer that calls as
 * fast as it can makes the node collect garbage several times per second. Each collection waits for
 * the threads of normal priority, and on a busy machine that takes longer than a control period.
 *
 * <p>{@link #admits} is for one thread; {@link #news} is for another one.
 */
final class CallBudget {
  /** Requests that may come at once: as many as the reader keeps. */
  static final int AT_ONCE = 1_000;

  /** Requests per second after that. */
  static final int PER_SECOND = 200;

  private static final long NANOS_EACH = 1_000_000_000L / PER_SECOND;
  private static final long QUIET_NANOS = 5_000_000_000L;

  private final String service;
  private final boolean bounded;
  private final AtomicLong dropped = new AtomicLong();
  private long left = AT_ONCE;
  private long countedNanos;
  private long told;
  private long toldNanos;

  /**
   * A full budget.
   *
   * @param service its name, for people
   * @param now monotonic time, ns
   */
  CallBudget(String service, long now) {
    this(service, now, true);
  }

  private CallBudget(String service, long now, boolean bounded) {
    this.service = service;
    this.bounded = bounded;
    countedNanos = now;
  }

  /** A budget that admits all requests. */
  static CallBudget unbounded() {
    return new CallBudget("", 0, false);
  }

  /**
   * Whether a request that arrives now is worked on; if not, it is counted.
   *
   * @param now monotonic time, ns
   */
  boolean admits(long now) {
    if (!bounded) {
      return true;
    }
    long more = (now - countedNanos) / NANOS_EACH;
    if (left + more >= AT_ONCE) {
      left = AT_ONCE;
      countedNanos = now;
    } else {
      left += more;
      countedNanos += more * NANOS_EACH;
    }
    if (left == 0) {
      dropped.incrementAndGet();
      return false;
    }
    left--;
    return true;
  }

  /** How many were dropped. */
  long dropped() {
    return dropped.get();
  }

  /**
   * One sentence if requests were dropped since the last one, every five seconds at most; otherwise
   * empty.
   *
   * @param now monotonic time, ns
   */
  String news(long now) {
    long count = dropped.get();
    if (count == told || told != 0 && now - toldNanos < QUIET_NANOS) {
      return "";
    }
    told = count;
    toldNanos = now;
    return "requests of "
        + service
        + " are dropped, more than "
        + PER_SECOND
        + " per second arrive; "
        + count
        + " so far: find the node that calls it";
  }
}
