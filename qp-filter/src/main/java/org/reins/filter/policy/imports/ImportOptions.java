package org.reins.filter.policy.imports;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reins.filter.policy.PolicyFileException;
import org.reins.robot.model.RobotModel;

/**
 * What the user adds to a bundle.
 *
 * @param robot the robot that the policy is to drive
 * @param joints joint names, where the bundle has none, in the order that its format wants; empty
 *     if not given
 * @param posture default posture, rad, in the policy's order; it replaces the bundle's; empty if
 *     not given
 * @param period between two actions, s, where the bundle has none; NaN if not given
 * @param rename the bundle's joint names to the robot's
 * @param absent joints of the policy, by the robot's names, that the robot may lack
 */
public record ImportOptions(
    Optional<RobotModel> robot,
    List<String> joints,
    double[] posture,
    double period,
    Map<String, String> rename,
    List<String> absent) {
  /** Nothing is added. */
  public static final ImportOptions NONE =
      new ImportOptions(
          Optional.empty(), List.of(), new double[0], Double.NaN, Map.of(), List.of());

  /** Copies the collections. */
  public ImportOptions {
    joints = List.copyOf(joints);
    rename = Map.copyOf(rename);
    absent = List.copyOf(absent);
  }

  /** Joint names for a bundle that has none: those given, or else the robot's; may be empty. */
  List<String> jointNames() {
    return joints.isEmpty() ? robot.map(RobotModel::jointNames).orElse(List.of()) : joints;
  }

  /** Names that a bundle has must not differ from those given, which it leaves no room for. */
  void requireSame(String file, List<String> names) {
    if (!joints.isEmpty() && !joints.equals(names)) {
      throw new PolicyFileException(
          file
              + ": its joints are "
              + String.join(", ", names)
              + " and --joints is "
              + String.join(", ", joints)
              + ": leave the option out, or give --rename for joints that have other names");
    }
  }
}
