package org.reins.node.filter;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterInput;
import org.reins.filter.FilterOutput;
import org.reins.filter.SafetyFilter;
import org.reins.robot.RobotModel;

/**
 * Runs the filter on made-up states until its code is compiled, and checks that it gives commands
 * that are finite and inside the torque limits.
 */
final class SelfTest {
  private static final int CYCLES = 40_000;

  private SelfTest() {}

  /**
   * Runs it.
   *
   * @param afterStep told each cycle, so that what the loop does around a step is compiled as well
   * @return one sentence on what is wrong, or empty
   */
  static String run(RobotModel robot, SafetyFilter filter, Consumer<FilterOutput> afterStep) {
    SplittableRandom random = new SplittableRandom(1);
    int n = robot.dof();
    FilterInput made = new FilterInput(n, EnvelopeLevels.DEFAULT.base());
    for (int k = 0; k < CYCLES; k++) {
      for (int i = 0; i < n; i++) {
        made.q[i] = robot.posture()[i] + random.nextDouble(-0.5, 0.5);
        made.qd[i] = random.nextDouble(-1, 1);
        made.target[i] = made.q[i] + random.nextDouble(-0.5, 0.5);
        made.stiffness[i] = random.nextDouble(0, 5) * robot.joints().get(i).limits().effort();
      }
      made.stateFresh = k % 50 != 7;
      made.actionFresh = k % 50 < 40;
      made.dt = 1 / robot.control().rateHz();
      if (k % 100 == 0) {
        made.stateFresh = true;
        filter.forget();
        filter.reset(made);
      }
      FilterOutput out = filter.step(made);
      for (int i = 0; i < n; i++) {
        double limit = robot.joints().get(i).limits().effort();
        if (!(Math.abs(out.command[i]) <= limit * (1 + 1e-9))) {
          return "self-test: the filter gave "
              + out.command[i]
              + " N·m for "
              + robot.jointNames().get(i)
              + ", whose limit is "
              + limit;
        }
      }
      afterStep.accept(out);
    }
    filter.forget();
    return "";
  }
}
