package org.reins.node.embedded;

import org.reins.node.process.RealTime;

/**
 * Gives the middleware's threads that receive data at the control rate a real-time priority below
 * the loop's and the stops'. At normal priority, any other thread of the machine can delay a state
 * by milliseconds, however fast the loop itself is. All other data on the same socket are received
 * at this priority too.
 */
final class ReceivingThread {
  // A middleware that attaches its thread again for each sample would ask each time.
  private static final int MOST_THREADS = 8;

  private Thread raised;
  private int threads;

  ReceivingThread() {
    RealTime.prepare();
  }

  /** Raises the calling thread, once. */
  void raise() {
    Thread here = Thread.currentThread();
    if (here != raised && threads < MOST_THREADS) {
      raised = here;
      threads++;
      RealTime.tryFifo(RealTime.RECEIVING);
    }
  }
}
