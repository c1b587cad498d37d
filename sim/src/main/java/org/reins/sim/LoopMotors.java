package org.reins.sim;

import org.reins.filter.FilterInput;
import org.reins.filter.FilterOutput;
import org.reins.robot.state.RobotState;

/**
 * The way from a command to the motors of a simulated arm in lockstep, one for each type of
 * command. Order of calls in each period: {@link #fill}, {@link #bare} or {@link #filtered}, {@link
 * #torque}. Not thread-safe.
 */
interface LoopMotors {
  /** Starts over with an arm at rest. */
  void reset(RobotState state);

  /** Tells the filter's input what the arm obeys, after the measurement was received. */
  void fill(FilterInput in);

  /**
   * Sends what the policy requests.
   *
   * @param in target and stiffness
   * @return the command; owned by the motors
   */
  double[] bare(FilterInput in, RobotState state);

  /**
   * Sends what the filter chose.
   *
   * @return the command; owned by the motors or the filter
   */
  double[] filtered(FilterInput in, FilterOutput out);

  /** Torques at the joints now, N·m; owned by the motors. */
  double[] torque(RobotState state);

  /** The commanded torques, for the judge, N·m; zeros for an arm that takes none. */
  double[] judged();
}
