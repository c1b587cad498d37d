package org.reins.node.filter;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Consumer;

/**
 * Sentences of threads that must not wait: one that stops the robot must not share a lock with
 * those that log. Another thread tells them later. Thread-safe.
 */
final class LaterLog {
  private static final int MOST = 256;

  private final ArrayBlockingQueue<String> waiting = new ArrayBlockingQueue<>(MOST);

  /** Notes a sentence; if too many wait, the oldest ones are left out. */
  void note(String text) {
    while (!waiting.offer(text)) {
      waiting.poll();
    }
  }

  /** Passes on what was noted, in order. */
  void tell(Consumer<String> log) {
    for (String text = waiting.poll(); text != null; text = waiting.poll()) {
      log.accept(text);
    }
  }
}
