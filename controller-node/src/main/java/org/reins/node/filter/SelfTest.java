package org.reins.node.filter;

import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.reins.node.process.NodeClock;
import org.reins.robot.model.RobotModel;

/**
 * Runs a robot's cycle on made-up states until its code is compiled, and checks that the torques
 * are finite and inside the limits.
 */
final class SelfTest {
  private static final int CYCLES = 40_000;
  // The last ones, whose code is compiled.
  private static final int TIMED = 4_000;

  private final Histogram times = new Histogram(10_000_000_000L, 3);

  /** The times of the last run. */
  RehearsalTimes times() {
    return new RehearsalTimes(
        CYCLES, times.getValueAtPercentile(50), times.getValueAtPercentile(99));
  }

  /**
   * Runs it.
   *
   * @param bounded whether the torques are filtered, and so must be inside the limits
   * @param afterCycle the loop's work after each cycle, so that it is compiled as well
   * @return one sentence on what is wrong, or empty
   */
  String run(RobotModel robot, RobotCycle cycle, boolean bounded, Runnable afterCycle) {
    SplittableRandom random = new SplittableRandom(1);
    double[] limits = robot.joints().stream().mapToDouble(j -> j.limits().effort()).toArray();
    times.reset();
    for (int k = 0; k < CYCLES; k++) {
      long from = NodeClock.nanos();
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
      if (k >= CYCLES - TIMED) {
        times.recordValue(NodeClock.nanos() - from);
      }
    }
    return "";
  }
}
