package org.reins.launch.walk;

import org.HdrHistogram.Histogram;
import org.reins.filter.legged.LegOdometry;
import org.reins.filter.legged.TrotGait;
import org.reins.filter.legged.WalkFilter;
import org.reins.robot.state.RobotState;

/** A guard that is timed in each motor period. */
final class TimedWalkFilter implements WalkFilter {
  private static final long MOST = 1_000_000_000L;

  private final WalkFilter guard;
  private final Histogram times;
  private long command;

  /**
   * Wraps a guard.
   *
   * @param times receives ns; the time of a twist counts in its motor period
   */
  TimedWalkFilter(WalkFilter guard, Histogram times) {
    this.guard = guard;
    this.times = times;
  }

  @Override
  public void reset() {
    guard.reset();
  }

  @Override
  public void command(
      RobotState seen,
      boolean fresh,
      LegOdometry odometry,
      TrotGait gait,
      double[] wanted,
      double[] twist) {
    long begin = System.nanoTime();
    guard.command(seen, fresh, odometry, gait, wanted, twist);
    command = System.nanoTime() - begin;
  }

  @Override
  public boolean march() {
    return guard.march();
  }

  @Override
  public boolean holds() {
    return guard.holds();
  }

  @Override
  public void torque(RobotState seen, boolean fresh, double[] torque) {
    long begin = System.nanoTime();
    guard.torque(seen, fresh, torque);
    times.recordValue(Math.min(MOST, command + System.nanoTime() - begin));
    command = 0;
  }
}
