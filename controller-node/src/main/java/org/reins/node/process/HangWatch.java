package org.reins.node.process;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Watches operations that should take milliseconds and have been seen to hang in native code:
 * creating participants, topics and services, and closing them. If one takes too long, a {@link
 * HangException} goes to the handler of uncaught exceptions, which ends the process of a node: a
 * node that never starts or never ends must not look like a slow one.
 */
public final class HangWatch {
  /** Limit of half a minute per operation: far beyond what a busy machine needs. */
  public static final HangWatch USUAL = new HangWatch(30, done -> done.await(30, TimeUnit.SECONDS));

  private final double limit;
  private final Patience patience;

  /** Waits with a time limit. */
  public interface Patience {
    /**
     * Waits for the end of the watched operation.
     *
     * @return false if it has taken too long
     */
    boolean await(CountDownLatch done) throws InterruptedException;
  }

  /**
   * The watched operation.
   *
   * @param <T> its result
   * @param <E> its exception
   */
  public interface Work<T, E extends Exception> {
    /** Runs the operation. */
    T run() throws E;
  }

  /**
   * Creates a watch.
   *
   * @param limit the time limit, for the message, s
   */
  public HangWatch(double limit, Patience patience) {
    this.limit = limit;
    this.patience = patience;
  }

  /**
   * Runs an operation on this thread and watches it from another one.
   *
   * @param what description of the operation, such as {@code creating the subscription to
   *     /joint_states}
   * @return its result
   */
  public <T, E extends Exception> T run(String what, Work<T, E> work) throws E {
    Thread worker = Thread.currentThread();
    CountDownLatch done = new CountDownLatch(1);
    Thread watch = new Thread(() -> watch(what, worker, done), "reins-hang-watch");
    watch.setDaemon(true);
    watch.start();
    try {
      return work.run();
    } finally {
      done.countDown();
    }
  }

  private void watch(String what, Thread worker, CountDownLatch done) {
    try {
      if (!patience.await(done)) {
        StackTraceElement[] stack = worker.getStackTrace();
        throw new HangException(
            what
                + " has not ended within "
                + limit
                + " s: thread "
                + worker.getName()
                + " hangs at "
                + (stack.length == 0 ? "an unknown place" : stack[0]));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
