package org.reins.node.filter;

/**
 * Decides by its stamp whether a state is new, and how old it was on arrival. The first stamp
 * decides what stamps mean:
 *
 * <ul>
 *   <li><b>none</b>: they are 0. The age of a state is the time since its arrival;
 *   <li><b>ours</b>: they lie within {@link #SAME_CLOCK} of this machine's wall clock. The age of a
 *       state is measured by that clock;
 *   <li><b>another's</b>: from another machine's clock, or from a simulation. The age of a state is
 *       the excess of its transport delay over the shortest delay seen recently.
 * </ul>
 *
 * <p>A state counts as old if its stamp does not rise, if its age exceeds the limit, or if a clock
 * jumps. An old state is not used. A robot whose clock was set, back or forward, is trusted again
 * once its stamps have risen {@link #ANEW} times in a row, after a step forward also at the pace at
 * which they arrive. Times in ns; reads no clock, allocates nothing. Not thread-safe.
 */
final class StateAge {
  /** Largest difference between clocks that still counts as the same clock, ns. */
  static final long SAME_CLOCK = 500_000_000L;

  // The same if other clocks are not judged: a clock this near is hardly a different one, ns.
  private static final long SAME_CLOCK_ALONE = 1_000_000_000L;

  /** A stamp may lie so far ahead, ns: milliseconds are cut off, and clocks are not equal. */
  static final long FUTURE = 5_000_000L;

  /** Number of stamps in a row that must rise after a fall. */
  static final int ANEW = 25;

  // Relative clock drift does not exceed this.
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
  private long aheadStamp;
  private long aheadArrival;

  /**
   * Creates the check.
   *
   * @param most largest age at which a state is used, ns
   * @param judgesOthers whether states stamped by another clock can be old: those of a simulation
   *     that runs at its own pace cannot
   */
  StateAge(long most, boolean judgesOthers) {
    this.most = most;
    this.judgesOthers = judgesOthers;
    same = judgesOthers ? SAME_CLOCK : SAME_CLOCK_ALONE;
  }

  /**
   * Starts over with a state.
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
   * @return whether it is new and can be used
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
    if (age > most) {
      return refuse();
    }
    if (age < -FUTURE) {
      return isSetForward(stamp, arrival) && beginsAnew(stamp, arrival, now, wall) || refuse();
    }
    lastStamp = stamp;
    previous = stamp;
    rising = 0;
    lastArrival = arrival;
    smoothed += SMOOTHING * (Math.max(0, age) - smoothed);
    return true;
  }

  /**
   * Whether a clock that was set back has run for long enough; if so, this state counts as fresh.
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

  /** Whether stamps that lie ahead keep the pace at which they arrive since the first of them. */
  private boolean isSetForward(long stamp, long arrival) {
    if (rising == 0 || stamp <= previous) {
      aheadStamp = stamp;
      aheadArrival = arrival;
      rising = 0;
      return true;
    }
    if (Math.abs((stamp - aheadStamp) - (arrival - aheadArrival)) <= most) {
      return true;
    }
    rising = 0;
    return false;
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

  /** Recent age of the states, averaged over about fifty of them, ns. */
  double smoothed() {
    return smoothed;
  }

  /** Number of states not used so far. */
  long refused() {
    return refused;
  }
}
