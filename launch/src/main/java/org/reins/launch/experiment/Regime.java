package org.reins.launch.experiment;

import java.util.function.Supplier;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.SafetyFilter;
import org.reins.node.planner.EnvelopePlanner;
import org.reins.robot.RobotModel;

/** Who decides the envelope during a training. */
public enum Regime {
  /** Nobody: the base throughout. */
  TIGHT,
  /** Nobody: the widest throughout. */
  LOOSE,
  /** The planner. */
  DYNAMIC;

  /**
   * Makes an environment under this regime.
   *
   * @param filter for it alone
   * @param planners makes a planner at the base, where one decides
   */
  public FilteredArm arm(
      RobotModel robot, SafetyFilter filter, Supplier<EnvelopePlanner> planners) {
    EnvelopeLevels ladder = EnvelopeLevels.DEFAULT;
    return switch (this) {
      case TIGHT -> FilteredArm.fixed(robot, filter, ladder.base());
      case LOOSE -> FilteredArm.fixed(robot, filter, ladder.at(ladder.top()));
      case DYNAMIC -> FilteredArm.planned(robot, filter, planners.get());
    };
  }
}
