package org.reins.launch.simnode;

import org.reins.node.messages.JointState;
import org.reins.sim.Judge;

/**
 * A place in the simulated driver of an arm at which faults enter and what follows is observed. All
 * methods run on the world's thread.
 */
public interface ArmTap {
  /** No fault. */
  ArmTap NONE = new ArmTap() {};

  /**
   * Changes a message before it is published.
   *
   * @return false if it must not be published
   */
  default boolean pass(JointState message) {
    return true;
  }

  /** Whether this period's command is lost. */
  default boolean losesCommand() {
    return false;
  }

  /**
   * Observes the robot after a period. Arrays are not modified and not kept.
   *
   * @param accepted torques that the robot accepted last, N·m
   * @param qd true velocities, rad/s
   * @param slips periods for which this machine has made the world stand still so far
   */
  default void observe(Judge judge, double[] accepted, double[] qd, long slips) {}
}
