package org.reins.node.filter;

import java.util.SplittableRandom;
import org.reins.filter.EffortMeaning;
import org.reins.filter.Envelope;
import org.reins.filter.FilterReason;

/**
 * One cycle of one kind of robot, as {@link ControlLoop} runs it: from the received state to the
 * sent command. In each cycle the loop calls {@link #take}, {@link #tune}, then {@link #stop} or
 * {@link #reset} if requested, {@link #step}, {@link #send} and {@link #report}, all on the control
 * thread. No method here waits, throws, logs or allocates.
 */
public interface RobotCycle {
  /** The joints' states, which set the pace of the loop. */
  JointStates states();

  /**
   * Starts with the state that {@link #states} took last; the past is forgotten.
   *
   * @param now the tuning in force
   * @return false if that state is not suitable to start with: nothing is sent, and the next one is
   *     tried
   */
  boolean begin(FilterTuning now);

  /**
   * Takes the inputs that arrived.
   *
   * @param arrival NONE if {@link #states} has a new state, else why there is no new state
   * @param dt time since the previous state, s; since the last cycle if no state arrived
   * @param age age of the states when they are used, s
   */
  void take(FilterReason arrival, double dt, double age);

  /**
   * Takes the tuning and the policy's last action.
   *
   * @param envelope in force
   * @param now ns
   */
  void tune(FilterTuning tuning, Envelope envelope, long now);

  /** Latches a stop; the first reason is kept. */
  void stop(FilterReason reason);

  /** Why the robot is stopped until a reset; NONE if it is not. */
  FilterReason latchedBy();

  /** The joint whose measurement stopped the robot; −1 if no joint did. */
  default int culprit() {
    return -1;
  }

  /**
   * The joint that moved against the brake, which therefore no longer relies on measurements; −1 if
   * none did.
   */
  default int contrary() {
    return -1;
  }

  /**
   * Ends a stop, if the state of this cycle allows it.
   *
   * @return whether the robot is no longer stopped
   */
  boolean reset();

  /**
   * Computes the command.
   *
   * @param hold whether to bring the robot to rest, whatever the policy wants
   */
  void step(boolean hold);

  /**
   * Sends the command, if there is one worth sending.
   *
   * @return false if the middleware refused it
   */
  boolean send();

  /**
   * Writes the report of this cycle.
   *
   * @return false if there is nothing to report
   */
  boolean report(CycleReport report);

  /**
   * Writes this cycle in detail, after {@link #send}.
   *
   * @param detail cleared; what is not known stays NaN
   */
  void detail(CycleDetail detail);

  /** Whether the robot is at rest. */
  boolean isAtRest();

  /** The meaning of the effort in the robot's states; null where effort is not used. */
  default EffortMeaning effort() {
    return null;
  }

  /**
   * For the self-test: runs the filter on a made-up state, and the work that the loop does around
   * it.
   *
   * @param k index of the self-test's cycle, from 0
   */
  void rehearse(int k, SplittableRandom random);

  /** The torques of the last step, N·m; valid until the next one. */
  double[] torque();
}
