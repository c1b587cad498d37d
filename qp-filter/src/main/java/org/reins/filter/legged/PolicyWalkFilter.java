package org.reins.filter.legged;

import org.reins.filter.FilterAction;
import org.reins.filter.policy.TwistRange;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;

/**
 * The filter of a walking robot whose policy commands joint targets. It keeps the commanded twist
 * in the range that the policy was trained with, and the joints within their positions, speeds and
 * torques by {@link LegFilter}. Without new measurements the robot stands on its motors' own
 * position loops; a body that can no longer be caught is damped. A barrier that was learned over
 * {@link WalkState} is not applied: that state contains the phase of Reins' own gait.
 *
 * <p>Nothing allocates after construction; not thread-safe.
 */
public final class PolicyWalkFilter implements WalkGuard {
  // Time without a measurement after which the robot stops, s.
  private static final double STOP_AFTER = 0.01;
  // A body that leans further than this falls whatever its legs do: soft legs land better.
  private static final double LOST_TILT = 0.9;
  private static final double LOST_HALF_SINE = Math.sin(LOST_TILT / 2);
  // Consecutive policy periods without a stop before the policy moves a standing robot again.
  private static final int WELL_PERIODS = 25;
  private static final double POSITION_MARGIN = 0.05;

  private final LegFilter legs;
  private final TwistRange range;
  private final int stopAfter;
  private int silent;
  private int wellFor;
  private boolean standing;
  private double share;
  private boolean lost;
  private boolean held;
  private boolean torqueChanged;
  private long twists;
  private long changedTwists;
  private long torques;
  private long changedTorques;

  /**
   * Creates a filter.
   *
   * @param timing of the motors
   * @param range of the twists that the policy was trained with
   */
  public PolicyWalkFilter(RobotModel robot, WalkTiming timing, TwistRange range) {
    this.range = range;
    stopAfter = timing.periods(STOP_AFTER);
    legs = new LegFilter(robot, timing.period(), POSITION_MARGIN, MotorGains.of(robot).damping());
  }

  @Override
  public void reset() {
    legs.reset();
    silent = 0;
    wellFor = 0;
    standing = false;
    share = 1;
    lost = false;
    held = false;
    torqueChanged = false;
    twists = 0;
    changedTwists = 0;
    torques = 0;
    changedTorques = 0;
  }

  /**
   * Limits a commanded twist; called once per policy period.
   *
   * @param seen last measurement, not modified
   * @param fresh whether it is new
   * @param twist that the robot follows now, not modified
   * @param wanted along x and y, m/s, and about z, rad/s, not modified
   * @param out overwritten
   */
  void twist(
      RobotState seen,
      boolean fresh,
      LegOdometry odometry,
      double[] twist,
      double[] wanted,
      double[] out) {
    boolean stop = held || isSilent();
    share = stop ? 0 : 1;
    for (int k = 0; k < out.length; k++) {
      out[k] = stop ? 0 : range.clip(k, wanted[k]);
      if (out[k] != wanted[k]) {
        share = Math.min(share, out[k] / wanted[k]);
      }
    }
    twists++;
    changedTwists += share < 1 ? 1 : 0;
    wellFor = stop ? 0 : wellFor + 1;
    if (standing) {
      standing = wellFor < WELL_PERIODS;
    } else {
      standing = isSilent() || held && fresh && Stop.mayStand(seen, odometry, twist);
    }
  }

  @Override
  public void torque(RobotState seen, boolean fresh, double[] torque) {
    silent = fresh ? 0 : silent + 1;
    lost |= Math.hypot(seen.base.quaternion[1], seen.base.quaternion[2]) > LOST_HALF_SINE;
    boolean passed;
    if (fresh) {
      passed = legs.step(seen.q, seen.qd, seen.base.contact, true, torque) == FilterAction.PASS;
    } else {
      legs.reset();
      passed = legs.cut(torque);
    }
    torqueChanged = !passed;
    torques++;
    changedTorques += passed ? 0 : 1;
  }

  @Override
  public void hold(boolean on) {
    held = on;
  }

  @Override
  public boolean isSilent() {
    return silent >= stopAfter;
  }

  @Override
  public boolean isLost() {
    return lost;
  }

  @Override
  public boolean hasChangedTorque() {
    return torqueChanged;
  }

  /** A policy with joint targets has no barrier: nothing to tune. */
  @Override
  public void tune(double gain, double kept) {}

  @Override
  public double share() {
    return share;
  }

  @Override
  public double safety() {
    return Double.NaN;
  }

  @Override
  public boolean march() {
    return !standing;
  }

  /** Share of the twists that were changed since the reset. */
  public double changedTwistShare() {
    return twists == 0 ? 0 : (double) changedTwists / twists;
  }

  /** Share of the torques that were changed since the reset. */
  public double changedTorqueShare() {
    return torques == 0 ? 0 : (double) changedTorques / torques;
  }
}
