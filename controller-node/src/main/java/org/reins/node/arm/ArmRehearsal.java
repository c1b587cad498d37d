package org.reins.node.arm;

import java.util.SplittableRandom;
import org.reins.filter.FilterInput;
import org.reins.filter.observation.ReachInterface;
import org.reins.robot.model.RobotModel;

/** Made-up states and actions of an arm, for the self-test. */
final class ArmRehearsal {
  private static final int SWING = 100;

  private final RobotModel robot;
  private final double[] turn;
  private final double[] range;

  ArmRehearsal(RobotModel robot) {
    this.robot = robot;
    turn = new double[robot.dof()];
    range = new double[robot.dof()];
  }

  /**
   * Makes up the next cycle: a swing of all joints, with states and actions that are missing now
   * and then.
   *
   * @param made overwritten
   * @return whether another swing begins, so that the motion jumps
   */
  boolean fill(int k, SplittableRandom random, FilterInput made) {
    int n = robot.dof();
    boolean begins = k % SWING == 0;
    for (int i = 0; i < n && begins; i++) {
      turn[i] = random.nextDouble(Math.PI);
      range[i] = random.nextDouble(0.05, 0.3) * robot.joints().get(i).limits().velocity();
    }
    double t = k % SWING / robot.control().rateHz();
    for (int i = 0; i < n; i++) {
      // Only a plausible motion: otherwise the filter would do nothing but refuse it.
      made.q[i] = robot.posture()[i] - range[i] * Math.cos(turn[i] + t) + range[i];
      made.qd[i] = range[i] * Math.sin(turn[i] + t);
      made.target[i] = made.q[i] + random.nextDouble(-1, 1) * ReachInterface.reach(robot, i);
      made.stiffness[i] = random.nextDouble() * ReachInterface.stiffness(robot, i);
    }
    made.stateFresh = begins || k % 50 != 7;
    made.actionFresh = k % 50 < 40;
    made.dt = 1 / robot.control().rateHz();
    return begins;
  }
}
