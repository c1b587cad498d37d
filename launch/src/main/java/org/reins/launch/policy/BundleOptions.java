package org.reins.launch.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reins.filter.policy.imports.ImportOptions;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import picocli.CommandLine.Option;

/** What a user adds to a bundle that does not say all. */
final class BundleOptions {
  @Option(names = "--robot", description = "Name or file of the robot that the policy drives.")
  private String robot;

  @Option(
      names = "--joints",
      split = ",",
      paramLabel = "NAME",
      description =
          "Joint names, where the bundle has none: in the order of the maker's SDK for places, else"
              + " in the policy's order.")
  private List<String> joints = List.of();

  @Option(
      names = "--posture",
      split = ",",
      paramLabel = "RAD",
      description = "Default posture in the policy's order, rad; replaces the bundle's.")
  private List<Double> posture = List.of();

  @Option(
      names = "--period",
      description = "Time between two actions, s, where the bundle has none.")
  private double period = Double.NaN;

  @Option(
      names = "--rename",
      paramLabel = "NAME=ROBOTS",
      description = "The robot's name of a joint. May be repeated.")
  private Map<String, String> rename = Map.of();

  @Option(
      names = "--absent",
      split = ",",
      paramLabel = "NAME",
      description = "Joints that the policy knows and the robot may lack, such as fingers.")
  private List<String> absent = List.of();

  /** The options as the importers take them. */
  ImportOptions options() {
    if (!Double.isNaN(period) && !(period > 0 && period <= 1)) {
      throw new ReinsException("--period is " + period + " s: allowed is above 0 to 1");
    }
    return new ImportOptions(
        Optional.ofNullable(robot).map(RobotFiles::load),
        joints,
        posture.stream().mapToDouble(Double::doubleValue).toArray(),
        period,
        rename,
        absent);
  }
}
