package org.reins.filter;

/**
 * Finds out which command the robot accepted last, by what its effort is found to mean, and tells
 * the {@link TorqueRateWindow}.
 *
 * <p>An echo is believed after {@link #PROOF} efforts in a row that were commands in flight and not
 * all the same; one that is not a command ends that after {@link #DOUBT} of them. A measurement is
 * used where it tells commands apart, that is where it stays nearer to a command of late than
 * {@link #TELLING} of what a torque may change in a period. In all other cases the filter builds on
 * its own commands and on a bound for losses. Allocates nothing; not thread-safe.
 */
final class EffortWatch {
  private static final int PROOF = 10;
  private static final int DOUBT = 5;
  private static final double TELLING = 0.5;
  // A new largest error is taken with room; the largest error fades over some seconds.
  private static final double ROOM = 1.5;
  private static final double FADING = 2e-4;
  private static final int MEASUREMENTS_UNTIL_TELLING = 50;
  // Until it is found out what effort means, so many commands in a row may be lost.
  private static final int UNDECIDED_LOSSES = 20;
  private static final int UNDECIDED = 60;

  private final TorqueRateWindow window;
  private final MotionEstimate sent;
  private final double[] change;
  private final int lossBound;
  private final double[] last;
  private EffortMeaning found = EffortMeaning.ABSENT;
  private int matches;
  private int misses;
  private int measurements;
  private int taken;
  private double error;

  /**
   * Makes a watch.
   *
   * @param sent knows the commands of late
   * @param change largest change of each joint's torque in a period, N·m; not modified
   * @param lossBound most commands in a row that are taken to be lost where the robot does not say
   */
  EffortWatch(TorqueRateWindow window, MotionEstimate sent, double[] change, int lossBound) {
    this.window = window;
    this.sent = sent;
    this.change = change;
    this.lossBound = lossBound;
    last = new double[change.length];
  }

  /** Begins anew. */
  void reset() {
    found = EffortMeaning.ABSENT;
    matches = 0;
    misses = 0;
    measurements = 0;
    taken = 0;
    error = 0;
  }

  /** What the effort is taken for now: never {@link EffortMeaning#AUTO}. */
  EffortMeaning found() {
    return found;
  }

  /**
   * Takes the effort of a fresh state.
   *
   * @param meaning as it is set
   * @param effort N·m, finite where {@code there}; not modified
   * @param there whether the state holds an effort
   */
  void take(EffortMeaning meaning, double[] effort, boolean there) {
    window.stateCame();
    taken = Math.min(UNDECIDED, taken + 1);
    if (!there || meaning == EffortMeaning.ABSENT) {
      reset();
      window.overtaken(lossBound);
      return;
    }
    if (meaning != EffortMeaning.MEASURED && echoes(meaning, effort)) {
      found = EffortMeaning.ECHO;
      return;
    }
    if (meaning != EffortMeaning.ECHO && tells(effort)) {
      found = EffortMeaning.MEASURED;
      window.measured(effort, error);
      return;
    }
    found = meaning == EffortMeaning.MEASURED ? EffortMeaning.MEASURED : EffortMeaning.ABSENT;
    window.overtaken(taken < UNDECIDED ? Math.max(lossBound, UNDECIDED_LOSSES) : lossBound);
  }

  private boolean echoes(EffortMeaning meaning, double[] effort) {
    boolean matched = window.accepted(effort);
    boolean news = false;
    for (int i = 0; i < last.length; i++) {
      news |= last[i] != effort[i];
      last[i] = effort[i];
    }
    if (matched) {
      misses = 0;
      matches += news && matches < PROOF ? 1 : 0;
    } else if (++misses > DOUBT) {
      matches = 0;
    }
    return matches >= PROOF || meaning == EffortMeaning.ECHO && misses <= DOUBT;
  }

  private boolean tells(double[] effort) {
    double distance = sent.distance(effort, change);
    error = Math.max(ROOM * distance, error - FADING * error);
    measurements = error < TELLING ? Math.min(MEASUREMENTS_UNTIL_TELLING, measurements + 1) : 0;
    return measurements >= MEASUREMENTS_UNTIL_TELLING;
  }
}
