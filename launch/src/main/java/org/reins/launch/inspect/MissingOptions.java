package org.reins.launch.inspect;

import java.util.List;
import java.util.Map;
import org.reins.robot.urdf.UrdfOptions;
import org.reins.robot.urdf.UrdfOptions.MissingLimits;
import picocli.CommandLine.Option;

/** Options for figures that a URDF lacks. */
final class MissingOptions {
  @Option(names = "--effort", description = "Effort limit of turning joints without one, N·m.")
  private double effort = Double.NaN;

  @Option(
      names = "--velocity",
      description = "Velocity limit of turning joints without one, rad/s.")
  private double velocity = Double.NaN;

  @Option(names = "--force", description = "Effort limit of prismatic joints without one, N.")
  private double force = Double.NaN;

  @Option(
      names = "--slide-velocity",
      description = "Velocity limit of prismatic joints without one, m/s.")
  private double slideVelocity = Double.NaN;

  @Option(
      names = "--density",
      paramLabel = "KG/M3",
      description =
          "Estimate the masses of links without an inertial as cylinders of this density, for arms"
              + " that take velocities or positions and not torques; 1500 is usual.")
  private double density = Double.NaN;

  /** All decisions about a URDF. */
  UrdfOptions options(List<String> tips, Map<String, Double> fixed, List<String> kept) {
    return new UrdfOptions(
        tips,
        fixed,
        kept,
        new MissingLimits(effort, velocity),
        new MissingLimits(force, slideVelocity),
        density);
  }
}
