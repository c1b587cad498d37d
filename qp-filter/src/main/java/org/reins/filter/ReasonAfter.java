package org.reins.filter;

/** Which reason a supervisor is latched by after a transition. */
public enum ReasonAfter {
  /** None: it is not latched. */
  NONE("–"),
  /** The one before. */
  KEPT("kept"),
  /** The one that came with the event. */
  ASKED("the one asked for"),
  /** What is wrong with the measurements. */
  MEASUREMENT("what is wrong with the measurement"),
  /** Why no measurement comes. */
  ABSENCE("STATE_STALE or STATE_OLD"),
  /** Persistent fallback. */
  PERSISTENT("PERSISTENT_FALLBACK");

  private final String words;

  ReasonAfter(String words) {
    this.words = words;
  }

  /** What it means, for people. */
  public String words() {
    return words;
  }
}
