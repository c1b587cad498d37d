package org.reins.node.filter;

import java.util.SplittableRandom;
import org.reins.robot.model.RobotModel;

/**
 * Runs a robot's cycle on made-up states until its code is compiled, and checks that the torques
 * are finite and inside the limits.
 */
final class SelfTest {
  private static final int CYCLES = 40_000;

  private SelfTest() {}

  /**
   * Runs it.
   *
   * @param bounded whether the torques are filtered, and so must be inside the limits
   * @param afterCycle the loop's work after each cycle, so that it is compiled as well
   * @return one sentence on what is wrong, or empty
   */
  static String run(RobotModel robot, RobotCycle cycle, boolean bounded, Runnable afterCycle) {
    SplittableRandom random = new SplittableRandom(1);
    double[] limits = robot.joints().stream().mapToDouble(j -> j.limits().effort()).toArray();
    for (int k = 0; k < CYCLES; k++) {
      cycle.rehearse(k, random);
      for (int i = 0; i < limits.length && bounded; i++) {
        if (!(Math.abs(cycle.torque()[i]) <= limits[i] * (1 + 1e-9))) {
          return "self-test: the filter gave "
              + cycle.torque()[i]
              + " N·m for "
              + robot.jointNames().get(i)
              + ", whose limit is "
              + limits[i];
        }
      }
      afterCycle.run();
    }
    return "";
  }
}
