package org.reins.node.walk;

import org.reins.filter.legged.FilteredWalk;
import org.reins.filter.legged.WalkTiming;
import org.reins.robot.model.RobotModel;

/**
 * What the node of a legged robot loads when it is configured.
 *
 * @param robot its model
 * @param guard the filter; it is used by the control thread alone from now on
 * @param learned whether the guard has a learned barrier
 * @param limits of the twist that may be asked for
 * @param commandTimeout age from which on a commanded twist counts as none, s
 * @param configuration stands for all of this and the parameters: what is not the same has another
 */
public record LoadedWalk(
    RobotModel robot,
    FilteredWalk guard,
    boolean learned,
    TwistLimits limits,
    double commandTimeout,
    long configuration) {
  /**
   * Requires a rate that a robot can walk at.
   *
   * @throws IllegalArgumentException when the robot's is too low
   */
  public LoadedWalk {
    WalkTiming.of(robot);
  }
}
