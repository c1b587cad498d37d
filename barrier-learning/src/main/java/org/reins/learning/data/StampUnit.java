package org.reins.learning.data;

import java.util.Locale;

/** Guesses the unit of times that make no sense in seconds, for messages. */
final class StampUnit {
  /** Seconds since 1970 stay below this until the year 5138. */
  private static final double LATEST = 1e11;

  private static final double SLOWEST = 500;
  private static final double THOUSAND = 1e3;

  private StampUnit() {}

  /** Whether a stamp is too large to be in seconds. */
  static boolean isTooLate(double stamp) {
    return Math.abs(stamp) > LATEST;
  }

  /** The unit of stamps since 1970 that are too large for seconds. */
  static String ofStamp(double stamp) {
    double size = Math.abs(stamp);
    return size > LATEST * THOUSAND * THOUSAND ? "ns" : size > LATEST * THOUSAND ? "us" : "ms";
  }

  /** The likely unit of a period of over one second. */
  static String ofPeriod(double period) {
    return period <= SLOWEST ? "ms" : period <= SLOWEST * THOUSAND ? "us" : "ns";
  }

  /** Number of a unit in one second, as text. */
  static String inSecond(String unit) {
    return unit.equals("ms") ? "1000" : unit.equals("us") ? "1e6" : "1e9";
  }

  /** The sentence that refuses a period. */
  static String refusal(double dt) {
    return "dt is "
        + seconds(dt)
        + " s: allowed is over 0 to 1"
        + (dt > 1 && Double.isFinite(dt) ? "; is it in " + ofPeriod(dt) + "? it must be in s" : "");
  }

  /** A number without the zeros that say nothing. */
  static String seconds(double s) {
    return s == Math.rint(s) && Math.abs(s) < 1e15
        ? String.format(Locale.ROOT, "%.0f", s)
        : String.valueOf(s);
  }
}
