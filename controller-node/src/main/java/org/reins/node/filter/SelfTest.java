package org.reins.node.filter;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterInput;
import org.reins.filter.FilterOutput;
import org.reins.filter.SafetyFilter;
import org.reins.robot.model.RobotModel;

/**
 * Runs the filter on made-up states until its code is compiled, and checks that it gives commands
 * that are finite and inside the torque limits.
 */
final class SelfTest {
  private static final int CYCLES = 40_000;
  private static final int SWING = 100;

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
    double[] turn = new double[n];
    double[] range = new double[n];
    FilterInput made = new FilterInput(n, EnvelopeLevels.DEFAULT.base());
    for (int k = 0; k < CYCLES; k++) {
      if (k % SWING == 0) {
        for (int i = 0; i < n; i++) {
          turn[i] = random.nextDouble(Math.PI);
          range[i] = random.nextDouble(0.05, 0.3) * robot.joints().get(i).limits().velocity();
        }
      }
      double t = k % SWING / robot.control().rateHz();
      for (int i = 0; i < n; i++) {
        // Motion that can be true, or else the filter would do nothing but refuse it.
        made.q[i] = robot.posture()[i] - range[i] * Math.cos(turn[i] + t) + range[i];
        made.qd[i] = range[i] * Math.sin(turn[i] + t);
        made.target[i] = made.q[i] + random.nextDouble(-0.5, 0.5);
        made.stiffness[i] = random.nextDouble(0, 5) * robot.joints().get(i).limits().effort();
      }
      made.stateFresh = k % 50 != 7;
      made.actionFresh = k % 50 < 40;
      made.dt = 1 / robot.control().rateHz();
      if (k % SWING == 0) {
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
