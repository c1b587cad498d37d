package org.reins.node.walk;

import org.reins.filter.FilterReason;

/**
 * Whether the stamps of states can be those of new measurements: they rise, are not 0, and where
 * robot and filter have the same clock, they are not of long ago. A robot whose clock was set back
 * is believed again once its stamps have risen {@link #ANEW} times in a row. Allocates nothing; not
 * thread-safe.
 */
final class StampWatch {
  /** Stamps in a row that must rise after they have fallen. */
  static final int ANEW = 25;

  /** Farther apart than this two clocks are not one, ns. */
  static final long SAME_CLOCK = 1_000_000_000L;

  private final long oldest;
  private long last;
  private long previous;
  private int rising;
  private boolean known;
  private boolean sameClock;
  private double since;

  /**
   * Makes a watch.
   *
   * @param oldest age from which on a measurement is too old, ns
   */
  StampWatch(long oldest) {
    this.oldest = oldest;
  }

  /** Begins anew. */
  void reset() {
    known = false;
    rising = 0;
  }

  /**
   * Takes a stamp.
   *
   * @param wall time that stamps are taken from on this machine, ns
   * @return NONE or STATE_OLD
   */
  FilterReason take(long stamp, long wall) {
    since = 0;
    if (stamp <= 0) {
      return FilterReason.STATE_OLD;
    }
    if (known && stamp <= last) {
      rising = stamp > previous ? rising + 1 : 0;
      previous = stamp;
      if (rising < ANEW) {
        return FilterReason.STATE_OLD;
      }
      known = false;
    }
    long age = wall - stamp;
    if (!known) {
      sameClock = Math.abs(age) < SAME_CLOCK;
    }
    since = known ? (stamp - last) * 1e-9 : 0;
    known = true;
    rising = 0;
    last = stamp;
    previous = stamp;
    return sameClock && age > oldest ? FilterReason.STATE_OLD : FilterReason.NONE;
  }

  /** Time from the good stamp before to the last one, s; 0 when there was none. */
  double since() {
    return since;
  }
}
