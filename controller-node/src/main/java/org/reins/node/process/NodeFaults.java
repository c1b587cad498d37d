package org.reins.node.process;

import java.util.function.Consumer;

/**
 * Handles fatal faults of a node's threads. It logs one sentence and then, in a dedicated process,
 * ends the process: a node of which a part has failed must not look alive. Every thread of a node,
 * or the whole process, uses this as its handler of uncaught exceptions.
 */
public final class NodeFaults implements Thread.UncaughtExceptionHandler {
  private final Consumer<String> log;
  private final NodeEnd end;

  /** The reaction to a fault. */
  public interface NodeEnd {
    /** No reaction: the process is not the node's own, as in tests. */
    NodeEnd NONE = hung -> {};

    /**
     * Ends the process; returns at once.
     *
     * @param hung whether the middleware hangs, so that nothing can be closed
     */
    void end(boolean hung);
  }

  /**
   * Creates a handler.
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

  /** Reports a fault after which the calling thread cannot continue. Does not end the thread. */
  public void report(Throwable cause) {
    uncaughtException(Thread.currentThread(), cause);
  }

  /**
   * The same for threads that do not belong to a node, such as the middleware's: goes to the
   * calling thread's own handler, or to the process's if it has none.
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
