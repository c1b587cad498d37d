package org.reins.node.watchdog;

/** Why the watchdog took over. The numbers are those in shared memory; they never change. */
public enum TripReason {
  /** It has not. */
  NONE(0, "the heartbeat is good"),
  /** No heartbeat arrived in time. */
  LATE(1, "the filter's heartbeat is late"),
  /** Heartbeats arrive, but their time stands still or falls. */
  FROZEN(2, "the filter's heartbeats arrive, but their time does not advance"),
  /** Heartbeats are damaged, from the future, or of an unknown kind. */
  NONSENSE(3, "the filter's heartbeats are damaged or contradict the clock"),
  /** A second filter writes heartbeats. */
  OTHER_WRITER(4, "a second process writes heartbeats");

  private static final TripReason[] ALL = values();

  private final int code;
  private final String words;

  TripReason(int code, String words) {
    this.code = code;
    this.words = words;
  }

  int code() {
    return code;
  }

  /** The reason as a clause for people. */
  public String words() {
    return words;
  }

  /** The reason with a number; NONSENSE for a number that stands for none. */
  static TripReason of(long code) {
    return code >= 0 && code < ALL.length ? ALL[(int) code] : NONSENSE;
  }
}
