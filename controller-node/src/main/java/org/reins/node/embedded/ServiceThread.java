package org.reins.node.embedded;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.reins.node.process.NodeFaults;

/**
 * A thread on which a node answers requests. A bounded number of tasks may wait. A task that ends
 * by an exception would take it along unseen: it goes to the handler of uncaught ones.
 */
final class ServiceThread implements AutoCloseable {
  private static final int MOST = 256;

  private final ScheduledThreadPoolExecutor executor;

  /** Makes one; its thread starts with the first task. */
  ServiceThread(String name) {
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Runs a task after those before it; false when too many wait, or the node is closed. */
  boolean submit(Runnable task) {
    return schedule(task, 0, MOST);
  }

  /**
   * Runs a task in so many milliseconds; false when too many wait, or the node is closed. These
   * wait for others and leave half of the room to requests: who asks and never listens for the
   * answer must not keep a stop from being asked for.
   */
  boolean later(Runnable task, long milliseconds) {
    return schedule(task, milliseconds, MOST / 2);
  }

  private boolean schedule(Runnable task, long milliseconds, int most) {
    if (executor.getQueue().size() >= most) {
      return false;
    }
    try {
      return !executor.schedule(() -> run(task), milliseconds, TimeUnit.MILLISECONDS).isCancelled();
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      NodeFaults.escape(e);
    }
  }

  @Override
  public void close() {
    executor.shutdown();
  }
}
