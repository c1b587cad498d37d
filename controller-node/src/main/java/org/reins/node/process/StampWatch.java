package org.reins.node.process;

import java.util.Locale;

/**
 * Checks the stamps of one sender's messages against this node's clock. Each stamp must be recent
 * and later than the previous one, so that recorded, delayed or duplicated messages do not count.
 * If this node's own clock falls back, because a simulation restarts or a clock is set, the order
 * starts over; the age is checked all the same. Not thread-safe.
 */
public final class StampWatch {
  /** The verdict on a stamp. */
  public enum Verdict {
    /** Recent, and later than the previous one. */
    YOUNG,
    /** Too old, or from a clock that has not started. */
    OLD,
    /** In the future. */
    AHEAD,
    /** Not later than the previous one. */
    NOT_RISING
  }

  private long lastStamp = Long.MIN_VALUE;
  private long lastNow = Long.MIN_VALUE;

  /**
   * Checks a stamp; a recent one becomes the previous one from now on.
   *
   * @param stamp of the message, ns
   * @param now this node's time for stamps, ns; 0 before a simulated clock starts
   * @param most largest age, and largest lead, s
   */
  public Verdict judge(long stamp, long now, double most) {
    if (now < lastNow) {
      lastStamp = Long.MIN_VALUE;
    }
    lastNow = now;
    if (now <= 0 || age(stamp, now) > most) {
      return Verdict.OLD;
    }
    if (-age(stamp, now) > most) {
      return Verdict.AHEAD;
    }
    if (stamp <= lastStamp) {
      return Verdict.NOT_RISING;
    }
    lastStamp = stamp;
    return Verdict.YOUNG;
  }

  /**
   * Why a stamp is rejected, as the end of a sentence.
   *
   * @param verdict not {@link Verdict#YOUNG}
   */
  public static String words(Verdict verdict, long stamp, long now, double most) {
    if (verdict == Verdict.NOT_RISING) {
      return "its stamp is not later than the previous one";
    }
    if (now <= 0) {
      return "this node's clock has not started: with use_sim_time it needs /clock";
    }
    return String.format(
        Locale.ROOT,
        "its stamp is %.3f s %s: allowed is %.3f s (are the clocks in step, and use_sim_time the"
            + " same?)",
        Math.abs(age(stamp, now)),
        verdict == Verdict.AHEAD ? "ahead" : "old",
        most);
  }

  /** In doubles: the difference of two arbitrary stamps may overflow a long. */
  private static double age(long stamp, long now) {
    return 1e-9 * ((double) now - stamp);
  }
}
