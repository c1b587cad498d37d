package org.reins.filter.observation;

import java.util.List;
import org.reins.filter.policy.PolicyFileException;
import org.reins.filter.policy.PolicyJoints;
import org.reins.robot.model.RobotModel;

/** Places of a policy's joints in the robot's arrays. */
final class JointPlaces {
  private JointPlaces() {}

  /**
   * The places of joints; −1 for a joint that the robot lacks and may lack.
   *
   * @throws PolicyFileException if the robot lacks another joint
   */
  static int[] of(RobotModel robot, PolicyJoints joints, List<String> names) {
    List<String> has = robot.jointNames();
    int[] at = new int[names.size()];
    for (int i = 0; i < at.length; i++) {
      String name = names.get(i);
      at[i] = has.indexOf(name);
      if (at[i] < 0 && !joints.absent().contains(name)) {
        throw new PolicyFileException(
            "the policy has joint "
                + name
                + ": robot "
                + robot.name()
                + " has "
                + String.join(", ", has)
                + "; rename it in the policy's description, or list it under joints.absent if the"
                + " robot lacks it");
      }
    }
    return at;
  }

  /** The values of some joints. */
  static double[] pick(PolicyJoints joints, double[] values, List<String> names) {
    return names.stream().mapToDouble(n -> values[joints.indexOf(n)]).toArray();
  }
}
