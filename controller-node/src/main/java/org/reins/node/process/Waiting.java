package org.reins.node.process;

import java.util.concurrent.CountDownLatch;

/** Waits for threads of ours. */
public final class Waiting {
  private Waiting() {}

  /** Waits until a thread has said that it ended; an interrupt ends the waiting and is kept. */
  public static void forEnd(CountDownLatch ended) {
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** As {@link #forEnd(CountDownLatch)}, but not for a thread that was never started. */
  public static void forEnd(Thread thread, CountDownLatch ended) {
    if (thread.getState() != Thread.State.NEW) {
      forEnd(ended);
    }
  }
}
