package org.reins.node.filter;

/**
 * Decides by its stamp whether a state is news, and how old it was when it came. What stamps mean
 * is found out from the first one:
 *
 * <ul>
 *   <li><b>none</b>: they are 0. A state is as old as its arrival;
 *   <li><b>ours</b>: they lie within {@link #SAME_CLOCK} of this machine's wall clock. A state is
 *       as old as that clock says;
 *   <li><b>another's</b>: of a clock that is not ours, or of a simulation. A state is as old as its
 *       way was longer than the shortest one seen of late.
 * </ul>
 *
 * <p>A stamp that does not rise, an age over the limit and a clock that jumps make a state old: it
 * is not worked with. A robot whose clock was set back is believed again once its stamps have risen
 * {@link #ANEW} times in a row. Times in ns; reads no clock, allocates nothing. Not thread-safe.
 */
final class StateAge {
  /** Largest distance of clocks that counts as the same clock, ns. */
  static final long SAME_CLOCK = 500_000_000L;

  // The same where no other clock is judged: what is this near is hardly another's, ns.
  private static final long SAME_CLOCK_ALONE = 1_000_000_000L;

  /** A stamp may lie so far ahead, ns: milliseconds are cut off, and clocks are not equal. */
  static final long FUTURE = 5_000_000L;

  /** Stamps in a row that must rise after they have fallen. */
  static final int ANEW = 25;

  // Clocks drift apart by no more than this share.
  private static final double CLOCK_DRIFT = 1e-4;
  private static final double SMOOTHING = 0.02;

  private enum Clock {
    NONE,
    OURS,
    ANOTHER
  }

  private final long most;
  private final boolean judgesOthers;
  private final long same;
  private Clock clock = Clock.NONE;
  private long lastStamp;
  private long lastArrival;
  private double shortest;
  private double smoothed;
  private long refused;
  private long previous;
  private int rising;

  /**
   * Makes one.
   *
   * @param most largest age that is worked with, ns
   * @param judgesOthers whether states of another's clock can be old: those of a simulation that
   *     runs at a pace of its own cannot
   */
  StateAge(long most, boolean judgesOthers) {
    this.most = most;
    this.judgesOthers = judgesOthers;
    same = judgesOthers ? SAME_CLOCK : SAME_CLOCK_ALONE;
  }

  /**
   * Begins anew with a state.
   *
   * @param stamp of the state
   * @param arrival monotonic time of its arrival
   * @param now monotonic time
   * @param wall wall clock at now
   */
  void begin(long stamp, long arrival, long now, long wall) {
    long behind = wall - stamp;
    clock = stamp == 0 ? Clock.NONE : Math.abs(behind) <= same ? Clock.OURS : Clock.ANOTHER;
    lastStamp = stamp;
    previous = stamp;
    rising = 0;
    lastArrival = arrival;
    shortest = arrival - stamp;
    smoothed = clock == Clock.OURS ? Math.max(0, Math.min(most, behind)) : 0;
  }

  /**
   * Takes a state.
   *
   * @return whether it is news that can be worked with
   */
  boolean take(long stamp, long arrival, long now, long wall) {
    if (stamp == 0 && clock == Clock.NONE) {
      lastArrival = arrival;
      smoothed += SMOOTHING * (now - arrival - smoothed);
      return now - arrival <= most || refuse();
    }
    if (stamp <= lastStamp) {
      return beginsAnew(stamp, arrival, now, wall) || refuse();
    }
    double age = age(stamp, arrival, now, wall);
    if (age > most || age < -FUTURE) {
      return refuse();
    }
    lastStamp = stamp;
    previous = stamp;
    rising = 0;
    lastArrival = arrival;
    smoothed += SMOOTHING * (Math.max(0, age) - smoothed);
    return true;
  }

  /**
   * Whether a clock that was set back has run for long enough, and says that this state is young.
   */
  private boolean beginsAnew(long stamp, long arrival, long now, long wall) {
    rising = stamp > previous ? rising + 1 : 0;
    previous = stamp;
    long behind = wall - stamp;
    boolean tooOld = Math.abs(behind) <= same && (behind > most || behind < -FUTURE);
    if (rising < ANEW || tooOld) {
      return false;
    }
    begin(stamp, arrival, now, wall);
    return true;
  }

  private boolean refuse() {
    refused++;
    return false;
  }

  private double age(long stamp, long arrival, long now, long wall) {
    if (clock == Clock.OURS) {
      return wall - stamp;
    }
    if (!judgesOthers) {
      return 0;
    }
    double way = arrival - stamp;
    shortest += CLOCK_DRIFT * (arrival - lastArrival);
    double age = way - shortest + (now - arrival);
    if (way < shortest && age >= -FUTURE) {
      shortest = way;
    }
    return age;
  }

  /** How old states are of late, averaged over some fifty of them, ns. */
  double smoothed() {
    return smoothed;
  }

  /** States that were not worked with, so far. */
  long refused() {
    return refused;
  }
}
