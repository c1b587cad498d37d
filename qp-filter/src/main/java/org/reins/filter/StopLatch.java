package org.reins.filter;

/** Counts what goes wrong in a row, and latches STOP when it has gone on for too long. */
final class StopLatch {
  // Invalid states in a row; one among many good ones is forgotten again.
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

  /** A state came that can be used. */
  void stateGood() {
    invalid = Math.max(0, invalid - FORGIVEN);
    stale = 0;
  }

  /** No state came in this cycle, or none that can be used. */
  void stateMissed() {
    stale++;
  }

  /** What came in this cycle is not usable. */
  void stateInvalid(FilterReason why) {
    invalid++;
    invalidReason = why;
  }

  /** Latches at once. */
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

  /** Takes what was done in this cycle, and turns it into STOP when latched. */
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
