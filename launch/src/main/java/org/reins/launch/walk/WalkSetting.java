package org.reins.launch.walk;

import java.util.function.Function;
import org.reins.launch.models.LearnedModels;
import org.reins.robot.model.RobotModel;
import org.reins.sim.cell.WalkCell;
import org.reins.sim.legged.LeggedSim;
import org.reins.sim.legged.WalkCourse;

/**
 * Which robot walks where, by what, and behind what.
 *
 * @param robot as the filter knows it
 * @param simulated the robot without what a scenario loads it with
 * @param policy built-in, none for the bare gait, a description, or an ONNX file; built-in counts
 *     as none for a robot that Reins has no policy for
 * @param barrier built-in, none, or a barrier file; the same counts for built-in
 * @param course scenarios, commands and ground
 * @param seed of all episodes
 * @param simulator creates the world of an episode from its robot, which may carry a load
 */
public record WalkSetting(
    RobotModel robot,
    RobotModel simulated,
    String policy,
    String barrier,
    WalkCourse course,
    long seed,
    Function<RobotModel, LeggedSim> simulator) {
  /** Creates a walk over level ground through all scenarios, for a length in s. */
  public static WalkSetting usual(
      RobotModel robot,
      String policy,
      String barrier,
      double seconds,
      long seed,
      Function<RobotModel, LeggedSim> simulator) {
    return new WalkSetting(
        robot, robot, policy, barrier, WalkCourse.learned(robot, seconds), seed, simulator);
  }

  /**
   * A cell's walk.
   *
   * @param simulator as in the record
   * @throws org.reins.robot.ReinsException if policy or barrier is built-in and Reins has none for
   *     the robot
   */
  public static WalkSetting of(
      WalkCell cell, long seed, Function<RobotModel, LeggedSim> simulator) {
    LearnedModels.requireBuiltIn(cell.robot(), cell.policy());
    LearnedModels.requireBuiltIn(cell.robot(), cell.barrier());
    return new WalkSetting(
        cell.robot(),
        cell.simulated(),
        cell.policy(),
        cell.barrier(),
        cell.course(),
        seed,
        simulator);
  }
}
