package org.reins.node.watchdog;

/** The answer to a request for a reset. The numbers are those in shared memory. */
enum ResetAnswer {
  NONE(0, "the watchdog has not answered"),
  ACCEPTED(1, "reset: the robot is held until the filter drives again"),
  NOT_TRIPPED(2, "not reset: the watchdog has not tripped"),
  MOVING(3, "not reset: the robot still moves"),
  NO_ROBOT(4, "not reset: the robot's driver reports no state"),
  NO_FILTER(
      5,
      "not reset: the filter that failed has not come back; start it, or wait until it has stopped");

  private static final ResetAnswer[] ALL = values();

  private final int code;
  private final String words;

  ResetAnswer(int code, String words) {
    this.code = code;
    this.words = words;
  }

  int code() {
    return code;
  }

  String words() {
    return words;
  }

  static ResetAnswer of(long code) {
    return code >= 0 && code < ALL.length ? ALL[(int) code] : NONE;
  }
}
