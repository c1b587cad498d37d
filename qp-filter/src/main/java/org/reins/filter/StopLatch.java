package org.reins.filter;

/**
 * Counts faults in a row, and tells the {@link Supervisor} which of them last for too long. Whether
 * that latches STOP is a matter of its table.
 */
final class StopLatch {
  // Invalid states in a row; a single one among many valid ones is forgotten.
  private static final double INVALID_UNTIL_STOP = 3;
  private static final double FORGIVEN = 0.05;
  static final int STALE_UNTIL_BRAKE = 3;
  private static final int STALE_UNTIL_STOP = 100;
  private static final int FALLBACKS_UNTIL_STOP = 1000;

  private double invalid;
  private FilterReason invalidReason = FilterReason.STATE_INVALID;
  private int stale;
  private int fallbacks;
  private final Supervisor supervisor = new Supervisor();

  /**
   * Ends a stop.
   *
   * @param usable whether the measurement of this cycle is; if not, nothing changes
   */
  void reset(boolean usable) {
    supervisor.reset(usable);
    if (usable) {
      forgetCounts();
    }
  }

  /** Forgets everything, as before the first reset. */
  void forget() {
    supervisor.forget();
    forgetCounts();
  }

  private void forgetCounts() {
    invalid = 0;
    stale = 0;
    fallbacks = 0;
  }

  /** Notes a usable state. */
  void stateGood() {
    invalid = Math.max(0, invalid - FORGIVEN);
    stale = 0;
  }

  /** Notes that no state, or no usable state, arrived in this cycle. */
  void stateMissed() {
    stale++;
  }

  /** Notes that the input of this cycle is not usable. */
  void stateInvalid(FilterReason why) {
    invalid++;
    invalidReason = why;
  }

  /** Latches immediately. */
  void stop(FilterReason why) {
    supervisor.stop(why);
  }

  /** Whether the state is too old to filter with. */
  boolean mustBrake() {
    return stale > STALE_UNTIL_BRAKE || isStopped();
  }

  FilterReason reason() {
    return supervisor.reason();
  }

  boolean isStopped() {
    return supervisor.isStopped();
  }

  /** Takes the action of this cycle, and turns it into STOP when latched. */
  void escalate(FilterOutput output) {
    fallbacks = output.action == FilterAction.FALLBACK ? fallbacks + 1 : 0;
    int holding =
        SupervisorGuard.INVALID_LASTS.when(invalid >= INVALID_UNTIL_STOP)
            | SupervisorGuard.AWAY_LASTS.when(stale > STALE_UNTIL_STOP)
            | SupervisorGuard.BRAKING_LASTS.when(fallbacks > FALLBACKS_UNTIL_STOP);
    boolean old = output.reason == FilterReason.STATE_OLD;
    supervisor.end(
        SupervisorEvent.of(output.action),
        holding,
        invalidReason,
        old ? FilterReason.STATE_OLD : FilterReason.STATE_STALE);
    output.action = supervisor.mode().action();
    if (isStopped()) {
      output.reason = supervisor.reason();
    }
  }
}
