package org.reins.node.embedded;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.reins.node.process.NodeFaults;

/**
 * A thread on which a node answers requests. A bounded number of tasks may wait. An exception in a
 * task would silently end the thread, so it is passed to the handler of uncaught exceptions.
 */
final class ServiceThread implements AutoCloseable {
  private static final int MOST = 2048;

  private final ScheduledThreadPoolExecutor executor;

  /** Makes a service thread. It starts with the first task. */
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

  /** Runs a task after the earlier ones; false if too many wait or the node is closed. */
  boolean submit(Runnable task) {
    return schedule(task, 0, MOST);
  }

  /**
   * Runs a task after some milliseconds; false if too many wait or the node is closed. These tasks
   * wait for others, and they leave half of the room to requests. A client that never listens for
   * its answer must not block a stop request.
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
