package org.reins.launch.inspect;

import org.reins.launch.models.LearnedModels;
import org.reins.node.assembly.ModelFiles;
import org.reins.robot.ReinsException;
import org.reins.robot.model.RobotModel;

/** Whether a robot that could be read can be filtered, too. */
final class RobotChecks {
  private RobotChecks() {}

  /**
   * Makes the robot's filter.
   *
   * @return how many rows an arm's filter has, in words; empty for a robot on legs
   * @throws ReinsException with one sentence if it cannot be filtered
   */
  static String filter(RobotModel robot) {
    return robot.base().choose(fixed -> rows(robot), legs -> walk(robot));
  }

  private static String rows(RobotModel robot) {
    try {
      return LearnedModels.filter(robot, null).maxRows()
          + " of "
          + Long.SIZE
          + " constraint rows, with a table";
    } catch (IllegalArgumentException e) {
      throw new ReinsException(robot.name() + " cannot be filtered: " + e.getMessage(), e);
    }
  }

  private static String walk(RobotModel robot) {
    try {
      LearnedModels.walkFilters(robot, ModelFiles.NONE);
      return "";
    } catch (IllegalArgumentException e) {
      throw new ReinsException(robot.name() + " cannot be filtered: " + e.getMessage(), e);
    }
  }
}
