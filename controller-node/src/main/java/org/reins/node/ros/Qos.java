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
  /**
   * As {@link #RELIABLE}, with a promise that readers may hold the middleware to: a sample each
   * {@link #deadline} while the filter is active.
   */
  STATUS,
  /** Reliable, transient local, keep the last one: a late joiner gets the last one. */
  LATCHED,
  /**
   * As {@link #LATCHED}, with a promise that readers may hold the middleware to: whoever sends says
   * so by sending at least each {@link #lease}, or is not alive. Our own filter relies on its own
   * watchdog.
   */
  ENVELOPE,
  /** Reliable, volatile, keep the last thousand: {@code /parameter_events}. */
  EVENTS,
  /** Reliable, transient local, keep the last thousand: {@code /rosout}. */
  LOG;

  /** Samples that are kept. */
  public int depth() {
    return switch (this) {
      case STATE, COMMAND, LATCHED, ENVELOPE -> 1;
      case RELIABLE, STATUS -> 10;
      case EVENTS, LOG -> 1000;
    };
  }

  /** Whether lost samples are sent again. */
  public boolean reliable() {
    return this != STATE;
  }

  /** Whether a late joiner gets what was sent before. */
  public boolean latched() {
    return this == LATCHED || this == ENVELOPE || this == LOG;
  }

  /**
   * Whether a subscription with this one hears a publisher with another one. Subscriptions ask for
   * neither deadline nor lease.
   */
  public boolean hears(Qos publisher) {
    return (publisher.reliable() || !reliable()) && (publisher.latched() || !latched());
  }

  /** Longest time between two samples that a publisher promises, s; infinite where it does not. */
  public double deadline() {
    return this == STATUS ? 0.1 : Double.POSITIVE_INFINITY;
  }

  /** Time after which a publisher that has not sent is not alive, s; infinite for never. */
  public double lease() {
    return this == ENVELOPE ? 0.5 : Double.POSITIVE_INFINITY;
  }
}
