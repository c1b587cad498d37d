package org.reins.filter;

/** What a filter does for a reason, at once and if it lasts. */
public enum ReasonHandling {
  /** The policy is followed, within the rows. */
  FOLLOWED("policy followed, within the rows", "–", FilterAction.PASS, FilterAction.MODIFIED),
  /** The robot is brought to rest within the rows, until the reason is gone. */
  HELD("brought to rest within the rows", "–", FilterAction.SLOWDOWN, FilterAction.SLOWDOWN),
  /** The motion is predicted for three cycles, then braked; latched if it lasts. */
  PREDICTED("three cycles predicted, then braked", "latched", FilterAction.PASS, FilterAction.STOP),
  /** The brake is sent in the same cycle; latched if it lasts. */
  BRAKED(
      "braked in the same cycle",
      "latched as PERSISTENT_FALLBACK",
      FilterAction.FALLBACK,
      FilterAction.FALLBACK),
  /** Braked where the rows contradict each other because of a push; latched if it lasts. */
  PUSHED(
      "braked where the rows contradict each other",
      "latched",
      FilterAction.FALLBACK,
      FilterAction.STOP),
  /** Latched in the same cycle. */
  LATCHED("latched", "–", FilterAction.STOP, FilterAction.STOP);

  private final String words;
  private final String lasting;
  private final FilterAction mildest;
  private final FilterAction severest;

  ReasonHandling(String words, String lasting, FilterAction mildest, FilterAction severest) {
    this.words = words;
    this.lasting = lasting;
    this.mildest = mildest;
    this.severest = severest;
  }

  /** What happens at once, for people. */
  public String words() {
    return words;
  }

  /** What happens if it lasts, for people. */
  public String lasting() {
    return lasting;
  }

  /** Whether a cycle may report the reason with an action. */
  public boolean allows(FilterAction action) {
    return action.code() >= mildest.code() && action.code() <= severest.code();
  }

  /** What is done for a reason. A new reason does not compile until it is here. */
  public static ReasonHandling of(FilterReason reason) {
    return switch (reason) {
      case NONE, CONSTRAINT, OUT_OF_DISTRIBUTION -> FOLLOWED;
      case ACTION_STALE, ACTION_INVALID, PAUSED, PERSON_UNKNOWN -> HELD;
      case STATE_STALE, STATE_OLD, STATE_INVALID, STATE_IMPLAUSIBLE, STATE_FROZEN -> PREDICTED;
      case QP_INFEASIBLE, QP_FAILED, POST_CHECK -> BRAKED;
      case UNEXPLAINED_TORQUE -> PUSHED;
      case PERSISTENT_FALLBACK,
          EMERGENCY_STOP,
          OTHER_COMMANDER,
          NOT_FOLLOWED,
          OTHER_STATE_SOURCE,
          LOOP_STALLED,
          COMMAND_REFUSED,
          WATCHDOG,
          NOT_AS_SIGNED ->
          LATCHED;
    };
  }
}
