package org.reins.filter;

/** Why the filter did what it did. */
public enum FilterReason {
  /** Nothing to report. */
  NONE,
  /** A constraint row acted. */
  CONSTRAINT,
  /** The policy's action is too old. */
  ACTION_STALE,
  /** The action holds a number that is not finite. */
  ACTION_INVALID,
  /** No new measurement in this cycle. */
  STATE_STALE,
  /**
   * The measurement holds a number that is not finite, or the mass matrix is not positive definite.
   */
  STATE_INVALID,
  /** The hard rows and bounds contradict each other. */
  QP_INFEASIBLE,
  /** The solver gave up. */
  QP_FAILED,
  /** The answer did not pass the check. */
  POST_CHECK,
  /** Too many cycles in a row ended in the fallback. */
  PERSISTENT_FALLBACK,
  /** State and command are unlike the barrier's data. */
  OUT_OF_DISTRIBUTION,
  /** Somebody asked for a pause. */
  PAUSED,
  /** Somebody asked for an emergency stop. */
  EMERGENCY_STOP,
  /** Another node commands the robot, too. */
  OTHER_COMMANDER,
  /** The robot does not come after the positions that it is sent. */
  NOT_FOLLOWED,
  /**
   * The measurement cannot be true: too large, or positions and velocities contradict each other.
   */
  STATE_IMPLAUSIBLE,
  /** The measurement stands still though the robot must be moving. */
  STATE_FROZEN,
  /** The measurement is too old when it comes. */
  STATE_OLD,
  /** Another node publishes the robot's states, too. */
  OTHER_STATE_SOURCE,
  /** The filter itself was held up for longer than the robot goes on by itself. */
  LOOP_STALLED,
  /** A torque that the model does not explain has been there for too long. */
  UNEXPLAINED_TORQUE,
  /** A command did not pass the last check before the wire. */
  COMMAND_REFUSED
}
