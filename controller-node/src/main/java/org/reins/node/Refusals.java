package org.reins.node;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Counts messages of one kind that were refused, and says why: at the first one, and then at most
 * every five seconds, so that a flood of them is no flood of lines. Thread-safe.
 */
public final class Refusals {
  private static final long QUIET_NANOS = 5_000_000_000L;

  private final String what;
  private final Consumer<String> log;
  private final LongSupplier nanos;
  private long count;
  private long saidNanos;
  private String reason = "";

  /**
   * Counts from 0.
   *
   * @param what is refused, such as {@code a status}
   * @param log takes one sentence
   * @param nanos monotonic time, ns
   */
  public Refusals(String what, Consumer<String> log, LongSupplier nanos) {
    this.what = what;
    this.log = log;
    this.nanos = nanos;
  }

  /**
   * Notes one.
   *
   * @param why the end of a sentence; asked only when it is said
   */
  public void note(Supplier<String> why) {
    String said;
    synchronized (this) {
      count++;
      long now = nanos.getAsLong();
      if (count > 1 && now - saidNanos < QUIET_NANOS) {
        return;
      }
      saidNanos = now;
      reason = why.get();
      said = what + " is refused, " + reason + "; " + count + " so far";
    }
    log.accept(said);
  }

  /** How many so far. */
  public synchronized long count() {
    return count;
  }

  /** Why the one that was said last was refused; empty when there was none. */
  public synchronized String reason() {
    return reason;
  }
}
