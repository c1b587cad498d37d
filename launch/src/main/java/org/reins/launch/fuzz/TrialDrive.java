package org.reins.launch.fuzz;

import java.util.Arrays;
import java.util.List;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterInput;
import org.reins.filter.FilterOutput;
import org.reins.filter.FilterSettings;
import org.reins.filter.SafetyFilter;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.constraint.Constraint;
import org.reins.filter.constraint.HalfSpace;
import org.reins.filter.qp.QpBackEnd;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/**
 * A few cycles of an arm's filter with files that were read, under wild targets: each command must
 * be finite and within torque and torque rate.
 */
final class TrialDrive {
  private static final int CYCLES = 20;
  private static final double ROUNDING = 1e-9;

  private TrialDrive() {}

  /**
   * Drives.
   *
   * @param barrier null for none
   * @return why the filter cannot be made or started with these files, as one sentence; empty if it
   *     drove
   * @throws IllegalStateException if a command was not allowed
   */
  static String of(RobotModel robot, BarrierFile barrier, List<Constraint> further) {
    SafetyFilter filter;
    try {
      filter =
          new SafetyFilter(
              robot,
              List.of(HalfSpace.table(0)),
              barrier,
              further,
              FilterSettings.DEFAULT,
              QpBackEnd.OWN::make);
    } catch (IllegalArgumentException e) {
      // What does not fit is refused when the filter is made.
      return String.valueOf(e.getMessage());
    }
    return drive(filter, robot);
  }

  private static String drive(SafetyFilter filter, RobotModel robot) {
    int n = robot.dof();
    FilterInput in = new FilterInput(n, EnvelopeLevels.DEFAULT.at(EnvelopeLevels.DEFAULT.top()));
    System.arraycopy(robot.posture(), 0, in.q, 0, n);
    Arrays.fill(in.stiffness, 100);
    in.stateFresh = true;
    in.actionFresh = true;
    in.dt = 1 / robot.control().rateHz();
    if (!filter.reset(in)) {
      return "the filter does not start in the posture of " + robot.name();
    }
    double[] before = null;
    for (int k = 0; k < CYCLES; k++) {
      for (int i = 0; i < n; i++) {
        in.q[i] = robot.posture()[i] + 1e-4 * k;
        in.qd[i] = 0.1;
        in.target[i] = robot.posture()[i] + (k % 2 == 0 ? 1 : -1);
      }
      FilterOutput out = filter.step(in);
      require(robot, out, before);
      before = out.command.clone();
      System.arraycopy(before, 0, in.acceptedEffort, 0, n);
    }
    return "";
  }

  private static void require(RobotModel robot, FilterOutput out, double[] before) {
    for (int i = 0; i < robot.dof(); i++) {
      JointLimits l = robot.joints().get(i).limits();
      double step = l.effortRate() / robot.control().rateHz() * (1 + ROUNDING) + ROUNDING;
      boolean within = Math.abs(out.command[i]) <= l.effort();
      boolean near = before == null || Math.abs(out.command[i] - before[i]) <= step;
      if (!within || !near) {
        throw new IllegalStateException(
            "the command is "
                + Arrays.toString(out.command)
                + " after "
                + Arrays.toString(before)
                + ", "
                + out.action
                + " "
                + out.reason);
      }
    }
  }
}
