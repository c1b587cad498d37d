package org.reins.node.ros;

/** The qualities of service that Reins uses. */
public enum Qos {
  /** Best effort, volatile, keep the last one: what is read at the control rate. */
  STATE,
  /**
   * Reliable, volatile, keep the last one: what is sent at the control rate. Controllers of
   * ros2_control ask for reliable commands; a reader that does not is served as well.
   */
  COMMAND,
  /** Reliable, volatile, keep the last ten: actions, statuses, reports. */
  RELIABLE,
  /** Reliable, transient local, keep the last one: a late joiner gets the last envelope. */
  LATCHED,
  /** Reliable, volatile, keep the last thousand: {@code /parameter_events}. */
  EVENTS,
  /** Reliable, transient local, keep the last thousand: {@code /rosout}. */
  LOG;

  /** Samples that are kept. */
  public int depth() {
    return switch (this) {
      case STATE, COMMAND, LATCHED -> 1;
      case RELIABLE -> 10;
      case EVENTS, LOG -> 1000;
    };
  }

  /** Whether lost samples are sent again. */
  public boolean reliable() {
    return this != STATE;
  }

  /** Whether a late joiner gets what was sent before. */
  public boolean latched() {
    return this == LATCHED || this == LOG;
  }
}
