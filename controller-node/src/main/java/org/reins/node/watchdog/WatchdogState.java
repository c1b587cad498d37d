package org.reins.node.watchdog;

/** The state of the watchdog. The numbers are those in shared memory; they never change. */
public enum WatchdogState {
  /** No filter drives the robot. The robot obeys its usual commands. */
  WAITING(0, false),
  /** A filter drives the robot, and its heartbeat is good. The robot obeys the filter. */
  WATCHING(1, false),
  /** The heartbeat failed. The robot obeys the watchdog until a reset. */
  TRIPPED(2, true),
  /** Reset by a person. The robot obeys the watchdog until the filter drives again. */
  READY(3, true);

  private static final WatchdogState[] ALL = values();

  private final int code;
  private final boolean holds;

  WatchdogState(int code, boolean holds) {
    this.code = code;
    this.holds = holds;
  }

  int code() {
    return code;
  }

  /** Whether the robot obeys the watchdog, and not the filter. */
  public boolean holds() {
    return holds;
  }

  /** The state with a number; TRIPPED for a number that stands for none. */
  static WatchdogState of(long code) {
    return code >= 0 && code < ALL.length ? ALL[(int) code] : TRIPPED;
  }
}
