package org.reins.launch.cell;

import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterSettings;
import org.reins.filter.SafetyFilter;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.qp.QpBackEnd;
import org.reins.launch.models.LearnedModels;
import org.reins.launch.simnode.Backend;
import org.reins.node.assembly.BuiltInModels;
import org.reins.node.assembly.ModelFiles;
import org.reins.robot.ReinsException;
import org.reins.sim.ClosedLoop;
import org.reins.sim.DriverProfile;
import org.reins.sim.EmbeddedArm;
import org.reins.sim.SimBackend;
import org.reins.sim.ZoneRecorder;
import org.reins.sim.cell.Cell;
import org.reins.sim.world.World;

/** Filters and loops of a cell. */
public final class CellModels {
  private CellModels() {}

  /**
   * The barrier of a cell.
   *
   * @return null if the cell has none
   * @throws org.reins.robot.ReinsException if it is built-in and Reins has none for the robot
   */
  public static BarrierFile barrier(Cell cell) {
    if (cell.barrier().equals(ModelFiles.BUILT_IN)) {
      BuiltInModels.require(cell.robot().name());
    }
    return ModelFiles.barrier(cell.robot(), cell.barrier());
  }

  /**
   * A filter that knows the cell's obstacles and not its zones.
   *
   * @param barrier null for none
   */
  public static SafetyFilter filter(Cell cell, BarrierFile barrier, QpBackEnd solver) {
    return LearnedModels.filter(
        cell.robot(), barrier, cell.known().make(cell.robot(), FilterSettings.DEFAULT), solver);
  }

  /**
   * The cell in lockstep.
   *
   * @param filter null to send unchanged what the policy requests
   */
  public static ClosedLoop loop(
      Cell cell, CellPolicy policy, SafetyFilter filter, Backend backend) {
    return loop(
        cell,
        policy,
        filter,
        backend.arm(cell.simulated(), cell.disturbances().plant()),
        cell.world(),
        cell.disturbances().driver());
  }

  /**
   * The cell in lockstep, with a robot, a world and a driver of its own.
   *
   * @param filter null to send unchanged what the policy requests
   */
  public static ClosedLoop loop(
      Cell cell,
      CellPolicy policy,
      SafetyFilter filter,
      SimBackend arm,
      World world,
      DriverProfile driver) {
    ClosedLoop.Setting setting =
        new ClosedLoop.Setting(
            cell.robot(),
            arm,
            EnvelopeLevels.DEFAULT.at(cell.level()),
            world,
            cell.task(),
            driver,
            cell.output(),
            cell.known().make(cell.robot(), FilterSettings.DEFAULT).people());
    return policy.described() == null
        ? new ClosedLoop(setting, policy.policy(), filter)
        : ClosedLoop.of(setting, policy.described(), filter);
  }

  /** A recorder of the cell, without a barrier: nothing keeps the arm out of the zones. */
  public static ZoneRecorder recorder(Cell cell, CellPolicy policy) {
    if (policy.policy() == null) {
      throw new ReinsException(
          "the policy of the cell is a description: data are collected with chase, wild, scripted or"
              + " a network with Reins' own interface; choose one of these for collect");
    }
    return new ZoneRecorder(
        cell.robot(),
        new EmbeddedArm(cell.simulated(), cell.disturbances().plant()),
        policy.policy(),
        filter(cell, null, QpBackEnd.OWN),
        cell.world(),
        cell.task().goals(),
        cell.wander());
  }
}
