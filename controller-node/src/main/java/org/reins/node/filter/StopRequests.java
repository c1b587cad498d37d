package org.reins.node.filter;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The emergency stops that people have requested. One that nobody has reset keeps the filter from
 * being activated, whether the filter sent commands when it was requested or not.
 */
final class StopRequests {
  private final AtomicInteger made = new AtomicInteger();
  private volatile int reset;

  /** Notes a request. */
  void make() {
    made.incrementAndGet();
  }

  /** Number of requests so far, for {@link #reset}. */
  int made() {
    return made.get();
  }

  /**
   * Ends the first requests; a later one stands.
   *
   * @param first how many there were when the reset was asked for
   */
  void reset(int first) {
    reset = first;
  }

  /** Why the filter must not be activated, as one sentence; empty if no request stands. */
  String objection() {
    return made.get() == reset
        ? ""
        : "an emergency stop was requested: call ~/reset_fault, then activate";
  }
}
