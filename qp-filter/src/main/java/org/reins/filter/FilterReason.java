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
  /** The solver found no solution. */
  QP_FAILED(7),
  /** The answer did not pass the check. */
  POST_CHECK(8),
  /** Too many cycles in a row ended in the fallback. */
  PERSISTENT_FALLBACK(9),
  /** State and command are outside the barrier's data. */
  OUT_OF_DISTRIBUTION(10),
  /** A pause was requested. */
  PAUSED(11),
  /** An emergency stop was requested. */
  EMERGENCY_STOP(12),
  /** Another node commands the robot as well. */
  OTHER_COMMANDER(13),
  /** The robot does not follow its position commands. */
  NOT_FOLLOWED(14),
  /**
   * The measurement is implausible: too large, or positions and velocities contradict each other.
   */
  STATE_IMPLAUSIBLE(15),
  /** The measurement does not change although the robot must be moving. */
  STATE_FROZEN(16),
  /** The measurement is too old on arrival. */
  STATE_OLD(17),
  /** Another node publishes the robot's states as well. */
  OTHER_STATE_SOURCE(18),
  /** The filter itself was delayed for longer than the robot moves without commands. */
  LOOP_STALLED(19),
  /** A torque that the model does not explain has persisted for too long. */
  UNEXPLAINED_TORQUE(20),
  /** A command did not pass the last check before the wire. */
  COMMAND_REFUSED(21),
  /** The person's position is unknown. */
  PERSON_UNKNOWN(22),
  /** The watchdog or the robot's controller has taken the robot over, or is gone. */
  WATCHDOG(23),
  /** A file or parameter differs from what was signed. */
  NOT_AS_SIGNED(24);

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
   * The reason with a number.
   *
   * @return null if there is none
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
