package org.reins.sim.cell;

import org.reins.sim.DriverProfile;
import org.reins.sim.PlantParameters;

/**
 * How the simulated robot differs from its model.
 *
 * @param driver effect of the driver on states and commands
 * @param plant noise, friction and delay
 * @param unknownLoad mass at the tool that no controller knows, kg, 0 to 100
 */
public record Disturbances(DriverProfile driver, PlantParameters plant, double unknownLoad) {
  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException naming the value and what is allowed
   */
  public Disturbances {
    if (!(unknownLoad >= 0 && unknownLoad <= 100)) {
      throw new IllegalArgumentException(
          "unknown_load is " + unknownLoad + " kg: allowed is 0 to 100");
    }
  }
}
