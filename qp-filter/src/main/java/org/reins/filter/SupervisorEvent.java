package org.reins.filter;

/** What a supervisor reacts to. */
public enum SupervisorEvent {
  /** A start, or a person's reset. */
  RESET("start or reset", null),
  /** The past is forgotten, before a start from nothing. */
  FORGET("forget", null),
  /** A stop is asked for: by a person, by the loop, or by a check of this cycle. */
  STOP_ASKED("stop asked for", null),
  /** A cycle ends with the policy's command. */
  PASSED("cycle: policy's command passed", SupervisorMode.PASS),
  /** A cycle ends with the policy's command, changed by the rows. */
  CHANGED("cycle: command changed by rows", SupervisorMode.MODIFIED),
  /** A cycle ends with a command that brings the robot to rest within the rows. */
  HELD("cycle: policy not followed", SupervisorMode.SLOWDOWN),
  /** A cycle ends with the brake. */
  BRAKED("cycle: brake", SupervisorMode.FALLBACK);

  private final String words;
  private final SupervisorMode mode;

  SupervisorEvent(String words, SupervisorMode mode) {
    this.words = words;
    this.mode = mode;
  }

  /** What it means, for people. */
  public String words() {
    return words;
  }

  /** Whether it is the end of a cycle. */
  public boolean isCycle() {
    return mode != null;
  }

  /** The mode that the end of a cycle leads to if nothing latches; null for other events. */
  SupervisorMode mode() {
    return mode;
  }

  /**
   * The end of a cycle.
   *
   * @param computed what the cycle computed; STOP counts as the brake
   */
  public static SupervisorEvent of(FilterAction computed) {
    return switch (computed) {
      case PASS -> PASSED;
      case MODIFIED -> CHANGED;
      case SLOWDOWN -> HELD;
      case FALLBACK, STOP -> BRAKED;
    };
  }
}
