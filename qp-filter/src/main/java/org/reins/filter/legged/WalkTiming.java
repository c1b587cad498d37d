package org.reins.filter.legged;

import org.reins.robot.model.RobotModel;

/**
 * Command periods of a walking robot.
 *
 * @param period of the motor targets, s
 * @param perAction motor periods per policy period
 */
public record WalkTiming(double period, int perAction) {
  /** Nominal policy period, s; the actual one is the nearest whole number of motor periods. */
  public static final double ACTION = 0.02;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the numbers are not a possible rate
   */
  public WalkTiming {
    if (!(period > 0 && period <= ACTION) || perAction < 1) {
      throw new IllegalArgumentException(
          "a motor period of " + period + " s, " + perAction + " of them in a policy period");
    }
  }

  /**
   * The timing of a robot: its own rate, and the policy's nearest to 50 Hz.
   *
   * @throws IllegalArgumentException if the robot is commanded more slowly than that
   */
  public static WalkTiming of(RobotModel robot) {
    return of(robot, ACTION);
  }

  /**
   * The timing of a robot with a policy of another period: the nearest whole number of motor
   * periods.
   *
   * @param action period of the policy, s
   * @throws IllegalArgumentException if the robot is commanded more slowly than that
   */
  public static WalkTiming of(RobotModel robot, double action) {
    double rate = robot.control().rateHz();
    double period = 1 / rate;
    if (period > ACTION) {
      throw new IllegalArgumentException(
          "the rate of robot "
              + robot.name()
              + " is "
              + rate
              + " Hz: a walking robot needs at least "
              + 1 / ACTION
              + " Hz");
    }
    return new WalkTiming(period, Math.max(1, (int) Math.round(action / period)));
  }

  /** Period of the policy, s. */
  public double actionPeriod() {
    return period * perAction;
  }

  /** Number of motor periods in a time, at least one. */
  public int periods(double seconds) {
    return Math.max(1, (int) Math.round(seconds / period));
  }
}
