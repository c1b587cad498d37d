package org.reins.launch.cell;

import org.reins.robot.ReinsException;
import org.reins.sim.DriverProfile;
import org.reins.sim.cell.Cell;
import org.reins.sim.cell.CellFile;
import org.reins.sim.cell.Disturbances;
import org.reins.sim.cell.PolicyChoice;
import org.reins.sim.cell.RobotCell;
import org.reins.sim.world.DemoWorld;
import picocli.CommandLine.Option;

/** A cell on the command line, and options that replace parts of it. */
public final class CellOptions {
  @Option(
      names = "--cell",
      description = "Cell file, or a cell that comes with Reins; see docs/cells.md.")
  private String name = DemoWorld.CELL;

  @Option(names = "--policy", description = "ONNX file of a policy, instead of the cell's policy.")
  private String policy;

  @Option(
      names = "--driver",
      description =
          "Profile of the robot's driver, which delays, rounds and loses messages: ideal,"
              + " broadcaster, franka, ur or unitree; by default the cell's.")
  private String driver;

  /** Reads an arm's cell, and replaces what other options name. */
  public Cell read() {
    return replaced(CellFile.load(name));
  }

  /** Reads a cell of any robot, and replaces what other options name. */
  public RobotCell readAny() {
    return CellFile.read(name)
        .choose(this::replaced, legs -> policy == null ? legs : legs.withPolicy(policy));
  }

  private Cell replaced(Cell read) {
    Cell cell = read;
    if (policy != null) {
      cell = cell.with(new PolicyChoice.Network(policy));
    }
    if (driver != null) {
      Disturbances d = cell.disturbances();
      cell = cell.with(new Disturbances(profile(), d.plant(), d.unknownLoad()));
    }
    return cell;
  }

  /** Name or path of the cell. */
  public String name() {
    return name;
  }

  private DriverProfile profile() {
    try {
      return DriverProfile.of(driver);
    } catch (IllegalArgumentException e) {
      throw new ReinsException("--" + e.getMessage(), e);
    }
  }
}
