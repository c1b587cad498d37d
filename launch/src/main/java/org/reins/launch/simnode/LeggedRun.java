package org.reins.launch.simnode;

import org.reins.sim.legged.WalkScenario;

/**
 * One walk of the simulated legged robot.
 *
 * @param seed of the world and the sensors
 * @param seconds of robot time from the first command, 1 to 3600
 * @param scenario of disturbances on the way
 * @param commands whether the robot's world sends the scenario's twists
 * @param lowState whether a LowState is published in addition
 */
public record LeggedRun(
    long seed, double seconds, WalkScenario scenario, boolean commands, boolean lowState) {
  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException naming the value and what is allowed
   */
  public LeggedRun {
    if (!(seconds >= 1 && seconds <= 3600)) {
      throw new IllegalArgumentException("seconds is " + seconds + ": allowed is 1 to 3600");
    }
  }
}
