package org.reins.node.process;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Watches what should take milliseconds and has been seen to hang in native code: creating
 * participants, topics and services. When it takes too long, a {@link HangException} goes to the
 * handler of uncaught exceptions, which ends the process of a node: a node that never comes up must
 * not look like one that is slow.
 */
public final class HangWatch {
  /** Half a minute each: far beyond what a busy machine needs. */
  public static final HangWatch USUAL = new HangWatch(30, done -> done.await(30, TimeUnit.SECONDS));

  private final double limit;
  private final Patience patience;

  /** How long the watch waits. */
  public interface Patience {
    /**
     * Waits for the end of what is watched.
     *
     * @return false when it has taken too long
     */
    boolean await(CountDownLatch done) throws InterruptedException;
  }

  /**
   * What is watched.
   *
   * @param <T> what it makes
   * @param <E> how it fails
   */
  public interface Work<T, E extends Exception> {
    /** Does it. */
    T run() throws E;
  }

  /**
   * Makes a watch.
   *
   * @param limit of the patience, for the message, s
   */
  public HangWatch(double limit, Patience patience) {
    this.limit = limit;
    this.patience = patience;
  }

  /**
   * Runs something on this thread and watches it from another one.
   *
   * @param what it does, such as {@code creating the subscription to /joint_states}
   * @return what it made
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
