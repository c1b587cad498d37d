package org.reins.launch.experiment;

import org.reins.filter.observation.ArmInterface;
import org.reins.robot.model.RobotModel;
import org.reins.sim.DriverProfile;
import org.reins.sim.EmbeddedArm;
import org.reins.sim.GoalChase;
import org.reins.sim.cell.Cell;
import org.reins.sim.world.World;

/**
 * What a training environment simulates; for one environment only.
 *
 * @param model the robot as controllers know it: without loads that nobody declared
 * @param arm the simulated robot
 * @param world what is around it
 * @param chase the goals
 * @param driver effect of the driver on states and commands
 * @param seen what an action sees and does
 */
public record ArmSetting(
    RobotModel model,
    EmbeddedArm arm,
    World world,
    GoalChase chase,
    DriverProfile driver,
    ArmInterface seen) {
  /** The setting of a cell: its goals one after the other, each for the cell's slot. */
  public static ArmSetting of(Cell cell, ArmInterface seen) {
    return new ArmSetting(
        cell.robot(),
        new EmbeddedArm(cell.simulated(), cell.disturbances().plant()),
        cell.world(),
        new GoalChase(cell.task()),
        cell.disturbances().driver(),
        seen);
  }
}
