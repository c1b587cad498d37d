package org.reins.launch.simnode;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.reins.node.process.NodeClock;

/**
 * Paces the periods of a simulated world in real time. If this process itself was delayed, the
 * world stood still meanwhile: a few periods are caught up, more are not, and are counted.
 */
final class WorldPace {
  private static final int CATCH_UP_PERIODS = 3;

  private final long period;
  private final LongSupplier clock;
  private long next;
  private long began;
  private int elapsed = 1;
  private long slips;
  private long longest;

  WorldPace(long periodNanos) {
    this(periodNanos, NodeClock::nanos);
  }

  /** Reads another clock, ns. */
  WorldPace(long periodNanos, LongSupplier clock) {
    period = periodNanos;
    this.clock = clock;
  }

  /** The first period begins now. */
  void begin() {
    next = clock.getAsLong();
    began = next;
  }

  /**
   * Waits for the end of the period.
   *
   * @return how long the world stood still before it, ns
   */
  long awaitNext() {
    long stood = 0;
    next += period;
    long late = clock.getAsLong() - next;
    if (late > CATCH_UP_PERIODS * period) {
      slips += late / period;
      longest = Math.max(longest, late);
      next += late;
      stood = late;
    }
    long left = next - clock.getAsLong();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = next - clock.getAsLong();
    }
    long now = clock.getAsLong();
    elapsed = (int) Math.max(1, (now - began) / period);
    began = now;
    return stood;
  }

  /**
   * Whole periods of real time from the beginning of the last period to that of this one, at least
   * 1. It is more than 1 after a delay of this process, whether caught up or not.
   */
  int elapsed() {
    return elapsed;
  }

  /** Periods by which the process was delayed and the world stood still. */
  long slips() {
    return slips;
  }

  /** The longest of these times, ns. */
  long longestSlip() {
    return longest;
  }
}
