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
public final class PolicyWalkFilter {
  // Time without a measurement after which the robot stops, s.
  private static final double STOP_AFTER = 0.01;
  // A body that leans further than this falls whatever its legs do: soft legs land better.
  private static final double LOST_TILT = 0.9;
  private static final double LOST_HALF_SINE = Math.sin(LOST_TILT / 2);
  private static final double POSITION_MARGIN = 0.05;

  private final LegFilter legs;
  private final TwistRange range;
  private final int stopAfter;
  private int silent;
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

  /** Starts over. */
  public void reset() {
    legs.reset();
    silent = 0;
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
   * @param wanted along x and y, m/s, and about z, rad/s, not modified
   * @param out overwritten
   */
  public void twist(double[] wanted, double[] out) {
    boolean changed = false;
    for (int k = 0; k < out.length; k++) {
      out[k] = held || isSilent() ? 0 : range.clip(k, wanted[k]);
      changed |= out[k] != wanted[k];
    }
    twists++;
    changedTwists += changed ? 1 : 0;
  }

  /**
   * Makes torques safe; called once per motor period.
   *
   * @param seen last measurement, not modified
   * @param fresh whether it is new; the motors' loops always see their own encoders
   * @param torque torques of the motors' loops, N·m; overwritten with what is sent
   */
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

  /** Stops the robot and holds it on its feet, or lets it continue. */
  public void hold(boolean on) {
    held = on;
  }

  /** Whether measurements have been missing for so long that the robot stands. */
  public boolean isSilent() {
    return silent >= stopAfter;
  }

  /** Whether the body leaned so far that the motors only damp, until a reset. */
  public boolean isLost() {
    return lost;
  }

  /** Whether the last torques were changed. */
  public boolean hasChangedTorque() {
    return torqueChanged;
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
