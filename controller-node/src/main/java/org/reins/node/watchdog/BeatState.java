package org.reins.node.watchdog;

/** What the filter says of itself in a heartbeat. The numbers are those in shared memory. */
enum BeatState {
  /** It does not drive the robot: heartbeats may stay away. */
  IDLE(0),
  /** It drives the robot. */
  DRIVING(1),
  /** It holds the robot in a latched stop. */
  STOPPED(2);

  private static final BeatState[] ALL = values();

  private final int code;

  BeatState(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** The state with a number; null for a number that stands for none. */
  static BeatState of(long code) {
    return code >= 0 && code < ALL.length ? ALL[(int) code] : null;
  }
}
