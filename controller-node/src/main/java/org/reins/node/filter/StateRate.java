package org.reins.node.filter;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The rate of the states: by the clock of this machine, and by their stamps. The two are kept
 * apart, because a busy host delays arrivals and does not change stamps. One thread records, which
 * allocates nothing; other threads query.
 */
final class StateRate {
  /** Number of states from which a rate is determined. */
  static final int FEWEST = 10;

  private static final int KEPT = 512;
  private static final int BEING_WRITTEN = 16;
  private static final double TOLERANCE = 0.2;
  private static final long MOST_TIMES = 10;
  private static final long WINDOW_NANOS = 1_000_000_000L;
  private static final long OLDEST_NANOS = 12_000_000_000L;

  private final String topic;
  private final String robot;
  private final double rateHz;
  private final boolean judgesArrivals;
  private final AtomicLongArray arrivals = new AtomicLongArray(KEPT);
  private final AtomicLongArray stamps = new AtomicLongArray(KEPT);
  private volatile long count;
  private volatile long longestWait;

  /**
   * Prepares it.
   *
   * @param topic name of the states' topic, for messages to the user
   * @param rateHz filter rate of the robot
   * @param judgesArrivals whether states must also arrive at that rate: those of a simulation that
   *     runs at its own pace need not
   */
  StateRate(String topic, String robot, double rateHz, boolean judgesArrivals) {
    this.topic = topic;
    this.robot = robot;
    this.rateHz = rateHz;
    this.judgesArrivals = judgesArrivals;
  }

  /**
   * Notes a state.
   *
   * @param nanos arrival time
   * @param stampNanos the state's stamp
   */
  void add(long nanos, long stampNanos) {
    long before = count;
    int at = (int) (before % KEPT);
    if (before > 0) {
      longestWait = Math.max(longestWait, nanos - arrivals.get((int) ((before - 1) % KEPT)));
    }
    arrivals.set(at, nanos);
    stamps.set(at, stampNanos);
    count = before + 1;
  }

  /** The recent states: of the last second, or the last few states if they are rare. */
  private record Seen(long[] arrivals, long[] stamps) {
    int states() {
      return arrivals.length;
    }

    /** The median gap, ns. */
    static long median(long[] newestFirst) {
      long[] gaps = new long[newestFirst.length - 1];
      for (int i = 0; i < gaps.length; i++) {
        gaps[i] = newestFirst[i] - newestFirst[i + 1];
      }
      Arrays.sort(gaps);
      return gaps[gaps.length / 2];
    }

    static double meanHz(long[] newestFirst) {
      int last = newestFirst.length - 1;
      return 1e9 * last / Math.max(1, newestFirst[0] - newestFirst[last]);
    }
  }

  private Seen seen(long now) {
    long end = count;
    long[] came = new long[KEPT];
    long[] stamped = new long[KEPT];
    int states = 0;
    for (long k = end - 1; k >= Math.max(0, end - KEPT + BEING_WRITTEN); k--) {
      int at = (int) (k % KEPT);
      long age = now - arrivals.get(at);
      if (age > OLDEST_NANOS || states >= FEWEST && age > WINDOW_NANOS) {
        break;
      }
      came[states] = arrivals.get(at);
      stamped[states] = stamps.get(at);
      states++;
    }
    return new Seen(Arrays.copyOf(came, states), Arrays.copyOf(stamped, states));
  }

  /** The usual time between two states, ns; 0 if too few have arrived to tell. */
  long gapNanos(long now) {
    Seen seen = seen(now);
    return seen.states() < FEWEST ? 0 : Math.max(0, Seen.median(seen.arrivals));
  }

  /**
   * The longest time between two states since the last call, or since the last state, by this
   * machine's clock, ns; 0 before the first state. If it grows while the stamps stay regular, the
   * thread that receives the states does not get the processor. For one querying thread.
   */
  long takeLongestWait(long now) {
    long before = count;
    long since = before == 0 ? 0 : now - arrivals.get((int) ((before - 1) % KEPT));
    long longest = Math.max(longestWait, since);
    // A wait that ends right now may be lost. The figure is for people.
    longestWait = 0;
    return longest;
  }

  /** What is wrong with the rate, as one sentence; empty if nothing is. */
  String objection(long now) {
    Seen seen = seen(now);
    return seen.states() < FEWEST
        ? "the rate of the states on "
            + topic
            + " is not known yet: "
            + seen.states()
            + " of "
            + FEWEST
            + " have arrived"
        : objection(seen);
  }

  /**
   * What is wrong with the age of the states, measured with stamps of this machine's clock, as one
   * sentence; empty if nothing is, or if the stamps are from another clock.
   *
   * @param now monotonic time, ns
   * @param wall this machine's clock at now, ns
   * @param most largest age at which a state is used, ns
   */
  String objectionToAge(long now, long wall, long most) {
    Seen seen = seen(now);
    if (seen.states() < FEWEST) {
      return "";
    }
    long[] ages = new long[seen.states()];
    for (int i = 0; i < ages.length; i++) {
      ages[i] = seen.arrivals[i] + (wall - now) - seen.stamps[i];
    }
    Arrays.sort(ages);
    long usual = ages[ages.length / 2];
    boolean wrong = usual > most || usual < -StateAge.FUTURE;
    return wrong && Math.abs(usual) <= (judgesArrivals ? 1 : 2) * StateAge.SAME_CLOCK
        ? String.format(
            Locale.ROOT,
            "the states on %s are stamped %.0f ms %s on arrival, and at most %.0f ms"
                + " is allowed (state.max_age): let the driver stamp them when it measures, or"
                + " synchronise the clocks of both machines",
            topic,
            Math.abs(usual) / 1e6,
            usual < 0 ? "ahead" : "ago",
            (usual < 0 ? StateAge.FUTURE : most) / 1e6)
        : "";
  }

  /** Like {@link #objection}, but empty also while too few have arrived to tell. */
  String warning(long now) {
    Seen seen = seen(now);
    return seen.states() < FEWEST ? "" : objection(seen);
  }

  private String objection(Seen seen) {
    long stampGap = Seen.median(seen.stamps);
    if (seen.stamps[0] == 0 && stampGap == 0) {
      return "the states on "
          + topic
          + " carry no stamp: each must carry the time at which it was"
          + " measured, in header.stamp";
    }
    if (stampGap <= 0) {
      return "the stamps of the states on "
          + topic
          + " do not rise: each must carry the time at"
          + " which it was measured, in header.stamp";
    }
    double stamped = likely(seen.stamps);
    double come = judgesArrivals ? likely(seen.arrivals) : stamped;
    if (isOff(stamped) && !isOff(come)) {
      return "states arrive at "
          + hertz(come)
          + " and their stamps are those of "
          + hertz(stamped)
          + ": header.stamp must be the time at which each was measured";
    }
    boolean slow = come < (1 - TOLERANCE) * rateHz;
    return isOff(stamped) ? differs(stamped) : slow ? differs(come) : "";
  }

  /**
   * The rate on which the mean and the usual gap agree, Hz. Lost states change the mean; delayed
   * states that arrive in a burst change the usual gap. Neither is a different rate.
   */
  private double likely(long[] newestFirst) {
    double mean = Seen.meanHz(newestFirst);
    double usual = 1e9 / Math.max(1, Seen.median(newestFirst));
    if (mean < rateHz && usual < rateHz) {
      return Math.max(mean, usual);
    }
    return mean > rateHz && usual > rateHz ? Math.min(mean, usual) : rateHz;
  }

  /** A whole multiple of the rate is not a fault: then only every n-th state is used. */
  private boolean isOff(double hertz) {
    double times = times(hertz);
    return Math.abs(hertz - times * rateHz) > TOLERANCE * times * rateHz;
  }

  private long times(double hertz) {
    return Math.max(1, Math.min(MOST_TIMES, Math.round(hertz / rateHz)));
  }

  /** Ratio of the rate of the states to the filter rate, at least 1. */
  long times(long now) {
    Seen seen = seen(now);
    return seen.states() < FEWEST ? 1 : times(likely(seen.stamps));
  }

  private String differs(double hertz) {
    return "states arrive at "
        + hertz(hertz)
        + " and robot "
        + robot
        + " is filtered at "
        + hertz(rateHz)
        + ": set rate_hz in its robot file to what the driver sends, or let the driver send at "
        + hertz(rateHz);
  }

  private static String hertz(double rate) {
    return (rate < 10 ? String.valueOf(Math.round(10 * rate) / 10.0) : Math.round(rate)) + " Hz";
  }
}
