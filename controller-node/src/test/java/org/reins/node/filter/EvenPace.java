package org.reins.node.filter;

import java.util.concurrent.locks.LockSupport;
import org.reins.node.process.NodeClock;

/** Even periods: what a busy host holds up is caught up at once, as a driver's buffer does. */
public final class EvenPace {
  private final long period;
  private long next = NodeClock.nanos();

  /**
   * Begins now.
   *
   * @param periodNanos ns
   */
  public EvenPace(long periodNanos) {
    period = periodNanos;
  }

  /** Waits for the next period. */
  public void awaitNext() {
    next += period;
    long left = next - NodeClock.nanos();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = next - NodeClock.nanos();
    }
  }
}
