package org.reins.node.embedded;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.reins.node.process.NodeClock;

/**
 * Prevents sending on a closed participant, which would crash the process in native code. A service
 * thread may still be running when its node is closed. Senders never wait and allocate nothing. The
 * closing thread waits for sends in progress.
 */
final class SendGate {
  private static final long MOST_NANOS = 5_000_000_000L;

  private final AtomicInteger inside = new AtomicInteger();
  private volatile boolean closed;

  /** Starts a send. If it returns true, {@link #leave} must follow. */
  boolean enter() {
    inside.incrementAndGet();
    if (closed) {
      inside.decrementAndGet();
      return false;
    }
    return true;
  }

  /** Ends a send. */
  void leave() {
    inside.decrementAndGet();
  }

  /** Blocks further sends and waits for the sends in progress. */
  void close() {
    closed = true;
    long until = NodeClock.nanos() + MOST_NANOS;
    while (inside.get() > 0 && NodeClock.nanos() - until < 0) {
      LockSupport.parkNanos(100_000);
    }
  }
}
