package org.reins.node.embedded;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.reins.node.process.NodeFaults;
import org.reins.node.process.RealTime;
import org.reins.node.ros.RosException;

/**
 * A thread on which a node answers requests. A bounded number of tasks may wait. An exception in a
 * task would silently end the thread, so it is passed to the handler of uncaught exceptions.
 */
final class ServiceThread implements AutoCloseable {
  private static final int MOST = 2048;

  private final ScheduledThreadPoolExecutor executor;

  /** Makes a service thread of normal priority. It starts with the first task. */
  ServiceThread(String name) {
    this(name, () -> {});
  }

  private ServiceThread(String name, Runnable first) {
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread =
                  new Thread(
                      () -> {
                        first.run();
                        task.run();
                      },
                      name);
              thread.setDaemon(true);
              return thread;
            });
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /**
   * Makes a service thread that only the control loop delays, and no other work of the machine, if
   * the machine permits it.
   */
  static ServiceThread urgent(String name) {
    return new ServiceThread(name, () -> RealTime.tryFifo(RealTime.STOPS));
  }

  /**
   * Runs work on this thread, after the earlier tasks, and waits for its end. Native threads that
   * the work starts inherit this thread's priority.
   *
   * @throws RosException if the work does
   */
  <T> T call(Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(work, executor).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RosException refused) {
        throw refused;
      }
      throw e;
    }
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
