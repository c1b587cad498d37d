package org.reins.sim;

import java.util.Arrays;
import java.util.List;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterInput;
import org.reins.filter.FilterOutput;
import org.reins.filter.FilterSettings;
import org.reins.filter.SafetyFilter;
import org.reins.filter.constraint.HalfSpace;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;

/** An arm behind the filter, by a driver that confuses signs or joints. */
final class ContraryArm {
  // A robot that stops by itself does so after this number of periods without a command.
  private static final int LOST = 20;
  private static final double BRAKE_TIME = 0.02;

  final SafetyFilter filter;
  final FilterInput in;
  private final RobotModel robot;
  private final EmbeddedArm arm;
  private final RobotState state;
  private final double[] torque;
  private final double dt;
  private final boolean effortIsMeasured;
  private int joint;
  private int other;
  private int silent;

  ContraryArm(String name, boolean effortIsMeasured) {
    robot = RobotFiles.arm(name);
    this.effortIsMeasured = effortIsMeasured;
    dt = 1 / robot.control().rateHz();
    filter =
        new SafetyFilter(robot, List.of(HalfSpace.table(0)), null, FilterSettings.DEFAULT, null);
    in = new FilterInput(robot.dof(), EnvelopeLevels.DEFAULT.base());
    arm = new EmbeddedArm(robot, PlantParameters.DEMO);
    state = new RobotState(robot.dof());
    torque = new double[robot.dof()];
  }

  int joints() {
    return robot.dof();
  }

  /**
   * Begins in the posture, with a target at which a joint is turned; false if the filter refuses
   * what is measured there.
   *
   * @param wrong with the wrong sign, if the other one is the same
   * @param under whose name it is measured
   * @param turn rad
   */
  boolean begin(int wrong, int under, double turn, boolean stopsByItself) {
    joint = wrong;
    other = under;
    silent = 0;
    Arrays.fill(torque, 0);
    arm.reset(1, robot.posture(), state);
    in.dt = dt;
    in.actionFresh = true;
    in.silentWhenBlind = stopsByItself;
    System.arraycopy(robot.posture(), 0, in.target, 0, joints());
    Arrays.fill(in.stiffness, 100);
    in.target[joint] += turn;
    filter.forget();
    measure();
    return filter.reset(in);
  }

  private void measure() {
    confuse(state.q, in.q);
    confuse(state.qd, in.qd);
    if (effortIsMeasured) {
      confuse(torque, in.acceptedEffort);
    } else {
      Arrays.fill(in.acceptedEffort, Double.NaN);
    }
    in.stateFresh = true;
  }

  private void confuse(double[] from, double[] to) {
    System.arraycopy(from, 0, to, 0, joints());
    to[joint] = (joint == other ? -1 : 1) * from[other];
    if (joint != other) {
      to[other] = from[joint];
    }
  }

  /** Drives for some seconds; returns the largest share of a joint's speed limit. */
  double drive(double seconds) {
    double fastest = 0;
    for (int k = 0; k < seconds / dt; k++) {
      measure();
      FilterOutput out = filter.step(in);
      silent = out.silent ? silent + 1 : 0;
      for (int i = 0; i < torque.length; i++) {
        double limit = robot.joints().get(i).limits().effort();
        torque[i] =
            silent > LOST
                ? Math.max(-limit, Math.min(limit, -state.qd[i] / BRAKE_TIME))
                : out.command[i];
      }
      arm.step(torque, dt, state);
      fastest = Math.max(fastest, speed());
    }
    return fastest;
  }

  /** The largest share of a joint's speed limit now, by the simulator's truth. */
  double speed() {
    double most = 0;
    for (int i = 0; i < joints(); i++) {
      most = Math.max(most, Math.abs(arm.trueQd()[i]) / robot.joints().get(i).limits().velocity());
    }
    return most;
  }
}
