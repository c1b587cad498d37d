package org.reins.node.filter;

import java.util.concurrent.ArrayBlockingQueue;

/**
 * Lines of the log from threads that must not wait for it: one that stops the robot must not share
 * a lock with those that log. Another thread writes them later. Thread-safe.
 */
final class LaterLog {
  private static final int MOST = 256;

  private final ArrayBlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(MOST);

  /** Keeps a line; if too many wait, the oldest ones are left out. */
  void add(Runnable line) {
    while (!waiting.offer(line)) {
      waiting.poll();
    }
  }

  /** Writes the lines that wait, in order. */
  void write() {
    for (Runnable line = waiting.poll(); line != null; line = waiting.poll()) {
      line.run();
    }
  }
}
