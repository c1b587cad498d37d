package org.reins.node.embedded;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The one thread on which a node answers requests. A bounded number of tasks may wait. */
final class ServiceThread implements AutoCloseable {
  private static final int MOST = 256;

  private final ScheduledThreadPoolExecutor executor;

  ServiceThread(String node) {
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "reins-services-" + node);
              thread.setDaemon(true);
              return thread;
            });
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Runs a task after those before it; false when too many wait, or the node is closed. */
  boolean submit(Runnable task) {
    return later(task, 0);
  }

  /** Runs a task in so many milliseconds; false when too many wait, or the node is closed. */
  boolean later(Runnable task, long milliseconds) {
    if (executor.getQueue().size() >= MOST) {
      return false;
    }
    try {
      return !executor.schedule(task, milliseconds, TimeUnit.MILLISECONDS).isCancelled();
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  @Override
  public void close() {
    executor.shutdown();
  }
}
