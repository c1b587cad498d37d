package org.reins.filter.legged;

import org.reins.robot.model.RobotModel;

/**
 * How often a walking robot is commanded.
 *
 * @param period of the motor targets, s
 * @param perAction motor periods in one of the policy
 */
public record WalkTiming(double period, int perAction) {
  /** What a policy is asked at, s, as near as whole motor periods come to it. */
  public static final double ACTION = 0.02;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException when there is no such rate
   */
  public WalkTiming {
    if (!(period > 0 && period <= ACTION) || perAction < 1) {
      throw new IllegalArgumentException(
          "a motor period of " + period + " s, " + perAction + " of them in one of the policy");
    }
  }

  /**
   * The timing of a robot: its own rate, and the policy's nearest to 50 Hz.
   *
   * @throws IllegalArgumentException when the robot is commanded more slowly than that
   */
  public static WalkTiming of(RobotModel robot) {
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
    return new WalkTiming(period, Math.max(1, (int) Math.round(ACTION / period)));
  }

  /** Period of the policy, s. */
  public double actionPeriod() {
    return period * perAction;
  }

  /** Motor periods in a time, at least one. */
  public int periods(double seconds) {
    return Math.max(1, (int) Math.round(seconds / period));
  }
}
