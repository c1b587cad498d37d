package org.reins.node.walk;

import org.reins.filter.legged.FilteredWalk;
import org.reins.filter.legged.WalkController;
import org.reins.filter.legged.WalkGuard;
import org.reins.filter.legged.WalkPlan;
import org.reins.filter.legged.WalkTiming;
import org.reins.robot.model.RobotModel;

/**
 * What the node of a legged robot loads at configuration.
 *
 * @param robot its model
 * @param guard the filter; used only by the control thread from now on
 * @param plans makes what the guard filters
 * @param learned whether the guard has a learned barrier
 * @param limits of the commanded twist
 * @param commandTimeout age from which on a commanded twist is ignored, s
 * @param configuration identifies all of this and the parameters: a different configuration has a
 *     different value
 */
public record LoadedWalk(
    RobotModel robot,
    WalkGuard guard,
    Plans plans,
    boolean learned,
    TwistLimits limits,
    double commandTimeout,
    long configuration) {
  /** Makes the plan of a walk. */
  public interface Plans {
    /**
     * Makes it.
     *
     * @param filtering whether its twist passes the guard
     */
    WalkPlan make(boolean filtering);
  }

  /** A robot that walks by Reins' gait. */
  public static LoadedWalk gait(
      RobotModel robot,
      FilteredWalk guard,
      boolean learned,
      TwistLimits limits,
      double commandTimeout,
      long configuration) {
    return new LoadedWalk(
        robot,
        guard,
        filtering -> new WalkController(robot, filtering ? guard : null),
        learned,
        limits,
        commandTimeout,
        configuration);
  }

  /**
   * Requires a rate that is high enough for walking.
   *
   * @throws IllegalArgumentException if the robot's rate is too low
   */
  public LoadedWalk {
    WalkTiming.of(robot);
  }
}
