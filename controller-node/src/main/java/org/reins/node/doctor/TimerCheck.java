package org.reins.node.doctor;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.reins.node.process.NodeClock;
import org.reins.node.process.RealTime;

/** How late this machine wakes up a thread that has the loop's priority. */
final class TimerCheck {
  private TimerCheck() {}

  /**
   * Measures.
   *
   * @param periodSeconds control period of the robot, s
   * @param seconds length of the measurement, s
   */
  static Finding run(double periodSeconds, double seconds) throws InterruptedException {
    Histogram late = new Histogram(10_000_000_000L, 3);
    AtomicReference<String> refused = new AtomicReference<>("");
    long period = Math.round(1e9 * periodSeconds);
    long periods = Math.max(10, Math.round(seconds / periodSeconds));
    Thread thread =
        new Thread(
            () -> {
              refused.set(RealTime.tryFifo(RealTime.CONTROL));
              measure(period, periods, late);
            },
            "reins-doctor-timer");
    thread.start();
    thread.join();
    return of(period, late, refused.get());
  }

  private static void measure(long period, long periods, Histogram late) {
    long due = NodeClock.nanos();
    for (long k = 0; k < periods; k++) {
      due += period;
      long left = due - NodeClock.nanos();
      while (left > 0) {
        LockSupport.parkNanos(left);
        left = due - NodeClock.nanos();
      }
      late.recordValue(-left);
      // A stall counts once: the next wake-up is due a period after it.
      due = Math.max(due, NodeClock.nanos() - period);
    }
  }

  /**
   * Judges.
   *
   * @param period control period, ns
   * @param late how late each wake-up was, ns
   * @param refused why the priority was refused; empty if it was granted
   */
  static Finding of(long period, Histogram late, String refused) {
    String found =
        String.format(
            Locale.ROOT,
            "%d wake-ups every %.2f ms: late by %.0f us in the median, %.0f us at 99.9 %%, %.0f us"
                + " at most%s",
            late.getTotalCount(),
            period / 1e6,
            late.getValueAtPercentile(50) / 1e3,
            late.getValueAtPercentile(99.9) / 1e3,
            late.getMaxValue() / 1e3,
            refused.isEmpty() ? ", at SCHED_FIFO " + RealTime.CONTROL : "");
    if (!refused.isEmpty()) {
      return Finding.warning(
          "wake-ups",
          found + "; " + refused,
          "allow real-time priority, see the priority limit above");
    }
    return Finding.unless(
        late.getMaxValue() > period / 2,
        "wake-ups",
        found,
        "cycles will be late, and the robot then repeats its last command: a real-time kernel, an"
            + " isolated core and the performance governor, see docs/real-time.md");
  }
}
