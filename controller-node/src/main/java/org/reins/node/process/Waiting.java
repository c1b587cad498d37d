package org.reins.node.process;

import java.util.concurrent.CountDownLatch;

/** Waits for our threads. */
public final class Waiting {
  private Waiting() {}

  /** Waits until a thread has reported its end; an interrupt ends the waiting and is preserved. */
  public static void forEnd(CountDownLatch ended) {
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Like {@link #forEnd(CountDownLatch)}, but not for a thread that was never started. */
  public static void forEnd(Thread thread, CountDownLatch ended) {
    if (thread.getState() != Thread.State.NEW) {
      forEnd(ended);
    }
  }
}
