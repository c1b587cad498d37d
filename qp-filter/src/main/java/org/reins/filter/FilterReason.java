package org.reins.filter;

/** Why the filter did what it did. */
public enum FilterReason {
  /** Nothing to report. */
  NONE(0),
  /** A constraint row acted. */
  CONSTRAINT(1),
  /** The policy's action is too old. */
  ACTION_STALE(2),
  /** The action holds a number that is not finite. */
  ACTION_INVALID(3),
  /** No new measurement in this cycle. */
  STATE_STALE(4),
  /**
   * The measurement holds a number that is not finite, or the mass matrix is not positive definite.
   */
  STATE_INVALID(5),
  /** The hard rows and bounds contradict each other. */
  QP_INFEASIBLE(6),
  /** The solver gave up. */
  QP_FAILED(7),
  /** The answer did not pass the check. */
  POST_CHECK(8),
  /** Too many cycles in a row ended in the fallback. */
  PERSISTENT_FALLBACK(9),
  /** State and command are unlike the barrier's data. */
  OUT_OF_DISTRIBUTION(10),
  /** Somebody asked for a pause. */
  PAUSED(11),
  /** Somebody asked for an emergency stop. */
  EMERGENCY_STOP(12),
  /** Another node commands the robot, too. */
  OTHER_COMMANDER(13),
  /** The robot does not come after the positions that it is sent. */
  NOT_FOLLOWED(14),
  /**
   * The measurement cannot be true: too large, or positions and velocities contradict each other.
   */
  STATE_IMPLAUSIBLE(15),
  /** The measurement stands still though the robot must be moving. */
  STATE_FROZEN(16),
  /** The measurement is too old when it comes. */
  STATE_OLD(17),
  /** Another node publishes the robot's states, too. */
  OTHER_STATE_SOURCE(18),
  /** The filter itself was held up for longer than the robot goes on by itself. */
  LOOP_STALLED(19),
  /** A torque that the model does not explain has been there for too long. */
  UNEXPLAINED_TORQUE(20),
  /** A command did not pass the last check before the wire. */
  COMMAND_REFUSED(21),
  /** It is not known where the person is. */
  PERSON_UNKNOWN(22);

  private static final FilterReason[] ALL = values();

  private final int code;

  FilterReason(int code) {
    this.code = code;
  }

  /** Its number in messages, files and logs; it never changes. */
  public int code() {
    return code;
  }

  /**
   * The reason of a number.
   *
   * @return null when there is none
   */
  public static FilterReason of(int code) {
    for (FilterReason one : ALL) {
      if (one.code == code) {
        return one;
      }
    }
    return null;
  }
}
