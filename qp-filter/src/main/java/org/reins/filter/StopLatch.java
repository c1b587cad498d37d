package org.reins.filter;

/** Counts faults in a row, and latches STOP if they last for too long. */
final class StopLatch {
  // Invalid states in a row; a single one among many valid ones is forgotten.
  private static final double INVALID_UNTIL_STOP = 3;
  private static final double FORGIVEN = 0.05;
  private static final int STALE_UNTIL_BRAKE = 3;
  private static final int STALE_UNTIL_STOP = 100;
  private static final int FALLBACKS_UNTIL_STOP = 1000;

  private double invalid;
  private FilterReason invalidReason = FilterReason.STATE_INVALID;
  private int stale;
  private int fallbacks;
  private FilterReason reason = FilterReason.NONE;

  void reset() {
    invalid = 0;
    stale = 0;
    fallbacks = 0;
    reason = FilterReason.NONE;
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
    if (!isStopped()) {
      reason = why;
    }
  }

  /** Whether the state is too old to filter with. */
  boolean mustBrake() {
    return stale > STALE_UNTIL_BRAKE || isStopped();
  }

  FilterReason reason() {
    return reason;
  }

  boolean isStopped() {
    return reason != FilterReason.NONE;
  }

  /** Takes the action of this cycle, and turns it into STOP when latched. */
  void escalate(FilterOutput output) {
    fallbacks = output.action == FilterAction.FALLBACK ? fallbacks + 1 : 0;
    if (!isStopped()) {
      if (invalid >= INVALID_UNTIL_STOP) {
        reason = invalidReason;
      } else if (stale > STALE_UNTIL_STOP) {
        boolean old = output.reason == FilterReason.STATE_OLD;
        reason = old ? FilterReason.STATE_OLD : FilterReason.STATE_STALE;
      } else if (fallbacks > FALLBACKS_UNTIL_STOP) {
        reason = FilterReason.PERSISTENT_FALLBACK;
      }
    }
    if (isStopped()) {
      output.action = FilterAction.STOP;
      output.reason = reason;
    }
  }
}
