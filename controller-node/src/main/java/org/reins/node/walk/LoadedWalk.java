package org.reins.node.walk;

import org.reins.robot.RobotModel;
import org.reins.sim.legged.FilteredWalk;
import org.reins.sim.legged.Walker;

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
   * Requires the rate that walking was learned at.
   *
   * @throws IllegalArgumentException when the robot's is another
   */
  public LoadedWalk {
    double rate = robot.control().rateHz();
    if (Math.abs(rate * Walker.DT - 1) > 1e-9) {
      throw new IllegalArgumentException(
          "the rate of robot "
              + robot.name()
              + " is "
              + rate
              + " Hz: walking is learned and filtered at "
              + 1 / Walker.DT
              + " Hz");
    }
  }
}
