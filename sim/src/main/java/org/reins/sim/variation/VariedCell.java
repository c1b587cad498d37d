package org.reins.sim.variation;

import java.util.List;
import org.reins.robot.model.RobotModel;
import org.reins.sim.DriverProfile;
import org.reins.sim.EmbeddedArm;
import org.reins.sim.PlantParameters;
import org.reins.sim.SimBackend;
import org.reins.sim.cell.Cell;
import org.reins.sim.cell.Disturbances;
import org.reins.sim.world.Displaced;
import org.reins.sim.world.Region;
import org.reins.sim.world.World;

/**
 * A cell under conditions that differ from what its file says. Policy and filter know the cell as
 * it is in the file.
 *
 * @param cell as in its file
 * @param conditions what differs
 */
public record VariedCell(Cell cell, Conditions conditions) {
  /**
   * A new simulated arm.
   *
   * @throws IllegalArgumentException naming a value that no longer is allowed with the cell's own
   */
  public SimBackend arm() {
    Disturbances d = cell.disturbances();
    PlantParameters p = d.plant();
    PlantParameters plant =
        new PlantParameters(
            p.positionNoise() * conditions.of(Variable.POSITION_NOISE),
            p.velocityNoise() * conditions.of(Variable.VELOCITY_NOISE),
            p.frictionScale() * conditions.of(Variable.FRICTION),
            p.delaySteps() + (int) conditions.of(Variable.DELAY));
    double load = d.unknownLoad() + conditions.of(Variable.PAYLOAD);
    RobotModel loaded = cell.with(new Disturbances(d.driver(), p, load)).simulated();
    double factor = conditions.of(Variable.MASS);
    RobotModel robot =
        factor == 1
            ? loaded
            : loaded.withLinks(loaded.links().stream().map(l -> l.scaled(factor)).toList());
    return new DisturbedArm(new EmbeddedArm(robot, plant), conditions, cell.task().seconds());
  }

  /**
   * The driver, later and less reliable.
   *
   * @throws IllegalArgumentException naming a value that no longer is allowed with the driver's own
   */
  public DriverProfile driver() {
    DriverProfile d = cell.disturbances().driver();
    double loss = conditions.of(Variable.LOSS);
    return new DriverProfile(
        d.name(),
        d.effort(),
        d.effortNoise(),
        d.singlePrecision(),
        d.positionStep(),
        d.velocityStep(),
        d.latency() + conditions.of(Variable.LATENCY),
        d.late(),
        d.stateLoss() + loss,
        d.commandLoss() + loss);
  }

  /** Zones and known obstacles where they truly are. */
  public World world() {
    return new World(
        moved(cell.world().zones()), moved(cell.world().obstacles()), cell.world().people());
  }

  private List<Region> moved(List<Region> regions) {
    double x = conditions.of(Variable.WORLD_X);
    double y = conditions.of(Variable.WORLD_Y);
    double growth = conditions.of(Variable.WORLD_GROWTH);
    if (x == 0 && y == 0 && growth == 0) {
      return regions;
    }
    return regions.stream().map(r -> (Region) new Displaced(r, x, y, growth)).toList();
  }
}
