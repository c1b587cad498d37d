package org.reins.filter;

import java.util.Arrays;

/**
 * Determines which command the robot accepted last from the meaning of its effort, and reports it
 * to the {@link TorqueRateWindow}.
 *
 * <p>An echo is accepted after {@link #PROOF} efforts in a row that equalled commands in flight and
 * were not all the same. It is rejected again after {@link #DOUBT} efforts in a row that are not
 * commands. A measured torque is used where it distinguishes commands: where it stays closer to a
 * recent command than {@link #TELLING} of the largest torque change per period. In all other cases
 * the filter relies on its own commands and on a bound for losses. Allocates nothing; not
 * thread-safe.
 */
final class EffortWatch {
  private static final int PROOF = 10;
  private static final int DOUBT = 5;
  private static final double TELLING = 0.5;
  // A new largest error is taken with a reserve; the largest error fades over some seconds.
  private static final double ROOM = 1.5;
  private static final double FADING = 2e-4;
  private static final int MEASUREMENTS_UNTIL_TELLING = 50;
  // Until the meaning of effort is determined, this many commands in a row may be lost.
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
   * Creates a watch.
   *
   * @param sent holds the recent commands
   * @param change largest change of each joint's torque in a period, N·m; not modified
   * @param lossBound assumed largest number of lost commands in a row if the robot gives no
   *     feedback
   */
  EffortWatch(TorqueRateWindow window, MotionEstimate sent, double[] change, int lossBound) {
    this.window = window;
    this.sent = sent;
    this.change = change;
    this.lossBound = lossBound;
    last = new double[change.length];
  }

  /** Starts over. */
  void reset() {
    found = EffortMeaning.ABSENT;
    matches = 0;
    misses = 0;
    measurements = 0;
    taken = 0;
    error = 0;
    Arrays.fill(last, 0);
  }

  /** The assumed meaning of the effort: never {@link EffortMeaning#AUTO}. */
  EffortMeaning found() {
    return found;
  }

  /**
   * Takes the effort of a fresh state.
   *
   * @param meaning as configured
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
