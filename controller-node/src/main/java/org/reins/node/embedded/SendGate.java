package org.reins.node.embedded;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.reins.node.process.NodeClock;

/**
 * Lets nobody send on a participant that is gone, which would crash the process in native code: a
 * service thread may still be at work when its node is closed. Who sends waits for nobody and
 * allocates nothing; who closes waits for those that send just now.
 */
final class SendGate {
  private static final long MOST_NANOS = 5_000_000_000L;

  private final AtomicInteger inside = new AtomicInteger();
  private volatile boolean closed;

  /** Begins to send; with true, {@link #leave} must follow. */
  boolean enter() {
    inside.incrementAndGet();
    if (closed) {
      inside.decrementAndGet();
      return false;
    }
    return true;
  }

  /** Has sent. */
  void leave() {
    inside.decrementAndGet();
  }

  /** Lets nobody in from now on, and waits until nobody is inside. */
  void close() {
    closed = true;
    long until = NodeClock.nanos() + MOST_NANOS;
    while (inside.get() > 0 && NodeClock.nanos() - until < 0) {
      LockSupport.parkNanos(100_000);
    }
  }
}
