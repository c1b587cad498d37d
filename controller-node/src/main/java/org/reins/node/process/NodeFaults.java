package org.reins.node.process;

import java.util.function.Consumer;

/**
 * Where a thread of a node ends that must not end: one sentence to people, and then, in a process
 * of its own, the end of the process, for a node of which a part is dead must not look alive. Every
 * thread of a node has one of these as its handler of uncaught exceptions, or the process has.
 */
public final class NodeFaults implements Thread.UncaughtExceptionHandler {
  private final Consumer<String> log;
  private final NodeEnd end;

  /** What follows upon a fault. */
  public interface NodeEnd {
    /** Nothing: the process is not the node's own, as in tests. */
    NodeEnd NONE = hung -> {};

    /**
     * Ends the process; returns at once.
     *
     * @param hung whether the middleware hangs, so that nothing can be closed any more
     */
    void end(boolean hung);
  }

  /**
   * Makes one.
   *
   * @param log takes one sentence
   */
  public NodeFaults(Consumer<String> log, NodeEnd end) {
    this.log = log;
    this.end = end;
  }

  @Override
  public void uncaughtException(Thread thread, Throwable cause) {
    try {
      log.accept(sentence(thread, cause));
    } finally {
      end.end(cause instanceof HangException);
    }
  }

  /** Takes what the calling thread cannot go on after. Does not end the thread. */
  public void report(Throwable cause) {
    uncaughtException(Thread.currentThread(), cause);
  }

  /**
   * The same for threads that belong to no node, such as the middleware's: goes to the calling
   * thread's own handler, which is the process's where it has none.
   */
  public static void escape(Throwable cause) {
    Thread thread = Thread.currentThread();
    thread.getUncaughtExceptionHandler().uncaughtException(thread, cause);
  }

  private static String sentence(Thread thread, Throwable cause) {
    if (cause instanceof HangException) {
      return cause.getMessage() + ": the node ends";
    }
    StackTraceElement[] stack = cause.getStackTrace();
    return "thread "
        + thread.getName()
        + " was ended by "
        + cause
        + (stack.length == 0 ? "" : " at " + stack[0])
        + ": the node ends";
  }
}
