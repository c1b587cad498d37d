package org.reins.sim.legged;

import java.util.List;
import org.reins.robot.model.RobotModel;

/**
 * What a legged robot is sent through. Immutable.
 *
 * @param scenarios faults and disturbances, in the order in which they are run, at least one
 * @param commands the twists it is commanded
 * @param ground where the scenario brings no ground of its own
 * @param seconds length of a walk, s, 1 to 1000
 */
public record WalkCourse(
    List<WalkScenario> scenarios, WalkCommands commands, Ground ground, double seconds) {
  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException naming the value and what is allowed
   */
  public WalkCourse {
    scenarios = List.copyOf(scenarios);
    if (scenarios.isEmpty()) {
      throw new IllegalArgumentException(
          "scenarios is empty: allowed are some of " + WalkScenario.keys());
    }
    if (!(seconds >= 1 && seconds <= 1000)) {
      throw new IllegalArgumentException("seconds is " + seconds + ": allowed is 1 to 1000");
    }
  }

  /** All scenarios on level ground, with commands as the Go1 has learned them. */
  public static WalkCourse learned(RobotModel robot, double seconds) {
    return new WalkCourse(
        List.of(WalkScenario.values()), WalkCommands.learned(robot), Ground.LEVEL, seconds);
  }

  /** The same with walks of another length, s. */
  public WalkCourse withSeconds(double other) {
    return new WalkCourse(scenarios, commands, ground, other);
  }

  /**
   * One episode, drawn from a seed. The same seed gives the same episode.
   *
   * @param scenario any scenario
   * @param robot the robot, without what the scenario loads it with
   */
  public WalkScenario.Episode draw(WalkScenario scenario, RobotModel robot, long seed) {
    return scenario.draw(robot, seed, this);
  }
}
