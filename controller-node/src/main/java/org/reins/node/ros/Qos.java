package org.reins.node.ros;

/** The qualities of service that Reins uses. */
public enum Qos {
  /** Best effort, volatile, keep the last one: data read at the control rate. */
  STATE,
  /**
   * Best effort, volatile, keep the last hundred: data sent at the control rate, for a display that
   * wants every sample. A publisher does not wait for such a reader and sends nothing again, and
   * the reader's thread keeps its normal priority.
   */
  MONITOR,
  /**
   * Reliable, volatile, keep the last one: data sent at the control rate. Controllers of
   * ros2_control request reliable commands; a best-effort reader is served as well.
   */
  COMMAND,
  /** Reliable, volatile, keep the last ten: actions, statuses, reports. */
  RELIABLE,
  /**
   * Like {@link #RELIABLE}, with a deadline that readers may monitor: one sample per {@link
   * #deadline} while the filter is active.
   */
  STATUS,
  /** Reliable, transient local, keep the last one: a late joiner gets the last one. */
  LATCHED,
  /**
   * Like {@link #LATCHED}, with a liveliness lease that readers may monitor: the sender sends at
   * least once per {@link #lease}, or does not count as alive. Our own filter relies on its own
   * watchdog.
   */
  ENVELOPE,
  /**
   * Reliable, volatile, keep the last thousand: requests and replies. ROS 2 keeps as many for its
   * parameter services; with ten, a burst of requests loses some.
   */
  SERVICE,
  /** Reliable, volatile, keep the last thousand: {@code /parameter_events}. */
  EVENTS,
  /** Reliable, transient local, keep the last thousand: {@code /rosout}. */
  LOG;

  /** Number of samples kept. */
  public int depth() {
    return switch (this) {
      case STATE, COMMAND, LATCHED, ENVELOPE -> 1;
      case RELIABLE, STATUS -> 10;
      case MONITOR -> 100;
      case SERVICE, EVENTS, LOG -> 1000;
    };
  }

  /** Whether lost samples are sent again. */
  public boolean reliable() {
    return this != STATE && this != MONITOR;
  }

  /** Whether a late joiner gets earlier samples. */
  public boolean latched() {
    return this == LATCHED || this == ENVELOPE || this == LOG;
  }

  /**
   * Whether a subscription with this QoS hears a publisher with another one. Subscriptions request
   * neither deadline nor lease.
   */
  public boolean hears(Qos publisher) {
    return (publisher.reliable() || !reliable()) && (publisher.latched() || !latched());
  }

  /** Longest time between two samples that a publisher promises, s; infinite for no promise. */
  public double deadline() {
    return this == STATUS ? 0.1 : Double.POSITIVE_INFINITY;
  }

  /** Time after which a silent publisher does not count as alive, s; infinite for never. */
  public double lease() {
    return this == ENVELOPE ? 0.5 : Double.POSITIVE_INFINITY;
  }
}
