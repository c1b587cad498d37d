package org.reins.launch.simnode;

import java.util.concurrent.locks.LockSupport;
import org.reins.node.process.NodeClock;

/**
 * Paces the periods of a simulated world in real time. If this process itself was delayed, the
 * world stood still meanwhile: a few periods are caught up, more are not, and are counted.
 */
final class WorldPace {
  private static final int CATCH_UP_PERIODS = 3;

  private final long period;
  private long next;
  private long slips;
  private long longest;

  WorldPace(long periodNanos) {
    period = periodNanos;
  }

  /** The first period begins now. */
  void begin() {
    next = NodeClock.nanos();
  }

  /**
   * Waits for the end of the period.
   *
   * @return how long the world stood still before it, ns
   */
  long awaitNext() {
    long stood = 0;
    next += period;
    long late = NodeClock.nanos() - next;
    if (late > CATCH_UP_PERIODS * period) {
      slips += late / period;
      longest = Math.max(longest, late);
      next += late;
      stood = late;
    }
    long left = next - NodeClock.nanos();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = next - NodeClock.nanos();
    }
    return stood;
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
