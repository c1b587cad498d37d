package org.reins.node.process;

import java.util.Locale;

/**
 * Judges the stamps of one sender's messages against this node's clock: each must be young and
 * later than the one before, so that nothing that was recorded, held up or sent twice counts. When
 * this node's own clock falls back, a simulation that begins anew or a clock that is set, the order
 * begins anew; the age is judged all the same. Not thread-safe.
 */
public final class StampWatch {
  /** What a stamp is. */
  public enum Verdict {
    /** Young, and later than the one before. */
    YOUNG,
    /** Too old, or of a clock that has not begun. */
    OLD,
    /** Of a time that is still to come. */
    AHEAD,
    /** Not later than the one before. */
    NOT_RISING
  }

  private long lastStamp = Long.MIN_VALUE;
  private long lastNow = Long.MIN_VALUE;

  /**
   * Judges a stamp; one that is young counts as the last one from now on.
   *
   * @param stamp of the message, ns
   * @param now this node's time for stamps, ns; 0 before a simulated clock begins
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
   * Why a stamp does not count, as the end of a sentence.
   *
   * @param verdict not {@link Verdict#YOUNG}
   */
  public static String words(Verdict verdict, long stamp, long now, double most) {
    if (verdict == Verdict.NOT_RISING) {
      return "its stamp is not later than that of the one before";
    }
    if (now <= 0) {
      return "this node's clock has not begun: with use_sim_time it needs /clock";
    }
    return String.format(
        Locale.ROOT,
        "its stamp is %.3f s %s: allowed is %.3f s (are the clocks in step, and use_sim_time the"
            + " same?)",
        Math.abs(age(stamp, now)),
        verdict == Verdict.AHEAD ? "ahead" : "old",
        most);
  }

  /** In doubles: the difference of two wild stamps overflows a long. */
  private static double age(long stamp, long now) {
    return 1e-9 * ((double) now - stamp);
  }
}
