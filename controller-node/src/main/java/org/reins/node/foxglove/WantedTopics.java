package org.reins.node.foxglove;

import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells a source which channels are wanted, on a thread of its own, because a source may need a
 * second to subscribe. Changes that come meanwhile are told together.
 */
final class WantedTopics implements AutoCloseable {
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread t = new Thread(task, "reins-foxglove-topics");
            t.setDaemon(true);
            return t;
          });
  private final AtomicBoolean due = new AtomicBoolean();
  private volatile TopicSource source;
  private volatile Set<Channel> wanted = Set.of();
  // Of the worker.
  private TopicSource told;

  /** The source to tell from now on; null for none. */
  void source(TopicSource next) {
    source = next;
  }

  /** What is wanted now. */
  synchronized void now(Set<Channel> channels) {
    wanted = Set.copyOf(channels);
    if (due.compareAndSet(false, true) && !worker.isShutdown()) {
      worker.execute(this::tell);
    }
  }

  private void tell() {
    due.set(false);
    TopicSource now = source;
    try {
      if (told != null && told != now) {
        told.want(Set.of());
      }
      told = now;
      if (now != null) {
        now.want(wanted);
      }
    } catch (RuntimeException e) {
      System.err.println("reins: Foxglove: " + e.getMessage());
    }
  }

  /** What the source knows of the graph. */
  ConnectionGraph graph() {
    TopicSource now = source;
    return now == null ? ConnectionGraph.EMPTY : now.graph();
  }

  /** Tells the source that nothing is wanted, soon; it is not waited for. */
  @Override
  public synchronized void close() {
    source = null;
    now(Set.of());
    worker.shutdown();
  }
}
