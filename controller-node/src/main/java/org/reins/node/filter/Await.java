package org.reins.node.filter;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.reins.node.process.NodeClock;

/** Waits for the control loop, which tells nobody when it has done something. */
final class Await {
  private static final long PAUSE_NANOS = 2_000_000;

  private Await() {}

  /** Waits until a condition holds, or for a time at most, ms; returns whether it holds. */
  static boolean until(BooleanSupplier condition, long milliseconds) {
    long until = NodeClock.nanos() + milliseconds * 1_000_000;
    while (!condition.getAsBoolean() && NodeClock.nanos() - until < 0) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return condition.getAsBoolean();
  }
}
