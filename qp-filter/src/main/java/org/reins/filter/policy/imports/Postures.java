package org.reins.filter.policy.imports;

import java.util.List;
import java.util.Optional;
import org.reins.filter.policy.PolicyFileException;
import org.reins.robot.model.RobotModel;

/** The default posture of a policy whose format has none. */
final class Postures {
  private Postures() {}

  /** The one given as an option, or else the robot's; joints that it lacks are at 0. */
  static double[] of(String file, List<String> names, ImportOptions options, List<String> notes) {
    if (options.posture().length > 0) {
      return options.posture();
    }
    Optional<RobotModel> robot = options.robot();
    if (robot.isEmpty()) {
      throw new PolicyFileException(
          file
              + " has no default posture, in which the robot starts: give --robot, or --posture with "
              + names.size()
              + " numbers for "
              + String.join(", ", names));
    }
    notes.add("the file has no default posture: it is that of robot " + robot.get().name());
    return names.stream()
        .mapToDouble(
            name -> {
              String its = options.rename().getOrDefault(name, name);
              int at = robot.get().jointNames().indexOf(RobotNames.alike(robot.get(), its));
              return at < 0 ? 0 : robot.get().posture()[at];
            })
        .toArray();
  }
}
