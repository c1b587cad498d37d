package org.reins.node.filter;

import java.util.SplittableRandom;
import org.reins.filter.EffortMeaning;
import org.reins.filter.Envelope;
import org.reins.filter.FilterReason;

/**
 * One cycle of a kind of robot, as {@link ControlLoop} runs it: from the state that was taken to
 * the command that is sent. In each cycle the loop calls {@link #take}, {@link #tune}, then {@link
 * #stop} or {@link #reset} where they were asked for, {@link #step}, {@link #send} and {@link
 * #report}, all on the control thread: nothing here waits, throws, logs or allocates.
 */
public interface RobotCycle {
  /** The joints' states, which set the pace. */
  JointStates states();

  /**
   * Begins with the state that {@link #states} took last; what was before is forgotten.
   *
   * @param now the tuning in force
   * @return false when that state is nothing to begin with: nothing is sent, and the next is tried
   */
  boolean begin(FilterTuning now);

  /**
   * Takes what came.
   *
   * @param arrival NONE when {@link #states} has a new state, else why it has none
   * @param dt time since the state before, s; since the last cycle where none came
   * @param age how old states are when they are worked with, s
   */
  void take(FilterReason arrival, double dt, double age);

  /**
   * Takes the tuning and the policy's last action.
   *
   * @param envelope in force
   * @param now ns
   */
  void tune(FilterTuning tuning, Envelope envelope, long now);

  /** Latches a stop; the first reason stays. */
  void stop(FilterReason reason);

  /** Why the robot is stopped until a reset; NONE when it is not. */
  FilterReason latchedBy();

  /** The joint whose measurement stopped the robot; −1 when none did. */
  default int culprit() {
    return -1;
  }

  /**
   * Ends a stop, if the state of this cycle allows it.
   *
   * @return whether the robot is no longer stopped
   */
  boolean reset();

  /**
   * Makes the command.
   *
   * @param hold whether the robot is to come to rest, whatever the policy wants
   */
  void step(boolean hold);

  /**
   * Sends the command, if there is one that is worth sending.
   *
   * @return false when the middleware refused it
   */
  boolean send();

  /**
   * Writes what this cycle did.
   *
   * @return false when there is nothing to say
   */
  boolean report(CycleReport report);

  /** Whether the robot rests. */
  boolean isAtRest();

  /** What the effort in the robot's states is taken for; null where nothing is made of it. */
  default EffortMeaning effort() {
    return null;
  }

  /**
   * For the self-test: runs the filter on a made-up state, and what the loop does around it.
   *
   * @param k which cycle of the self-test, from 0
   */
  void rehearse(int k, SplittableRandom random);

  /** The torques of the last step, N·m; valid until the next one. */
  double[] torque();
}
