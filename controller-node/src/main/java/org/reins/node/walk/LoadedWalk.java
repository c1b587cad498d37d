package org.reins.node.walk;

import org.reins.filter.legged.FilteredWalk;
import org.reins.filter.legged.WalkTiming;
import org.reins.robot.model.RobotModel;

/**
 * What the node of a legged robot loads at configuration.
 *
 * @param robot its model
 * @param guard the filter; used only by the control thread from now on
 * @param learned whether the guard has a learned barrier
 * @param limits of the commanded twist
 * @param commandTimeout age from which on a commanded twist is ignored, s
 * @param configuration identifies all of this and the parameters: a different configuration has a
 *     different value
 */
public record LoadedWalk(
    RobotModel robot,
    FilteredWalk guard,
    boolean learned,
    TwistLimits limits,
    double commandTimeout,
    long configuration) {
  /**
   * Requires a rate that is high enough for walking.
   *
   * @throws IllegalArgumentException if the robot's rate is too low
   */
  public LoadedWalk {
    WalkTiming.of(robot);
  }
}
