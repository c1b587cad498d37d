package org.reins.filter.legged;

import org.reins.filter.FilterAction;
import org.reins.filter.barrier.Barrier;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.barrier.Barriers;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;

/**
 * The filter between a walking policy and its robot: a learned barrier over {@link WalkState} that
 * changes the rate of the twist in each policy period, and {@link LegFilter} between the motor
 * targets and the motors in each motor period, see {@link WalkTiming}.
 *
 * <p>The barrier B is the value of {@link Stop}, the worst margin met if the robot stops now. So B
 * cannot fall while the robot stops, and it falls faster the more of the nominal rate u is passed.
 * With s the passed share,
 *
 * <pre>
 *   ċ = s u + (1 − s) u_stop,   s = clip(α (B − δ), 0, 1)
 * </pre>
 *
 * <p>so everything is passed where B is large, and from B = δ on the robot stops. s falls
 * immediately and rises gently. No gradient is used: a network that predicts falls well may still
 * have meaningless slopes. Without new measurements the robot stands still on the motors' own
 * position loops; a body that can no longer be caught is damped.
 */
public final class FilteredWalk implements WalkFilter, WalkGuard {
  // Time without a measurement after which the robot stops, s.
  private static final double STOP_AFTER = 0.01;
  // A body that leans further than this falls whatever its legs do: soft legs land better.
  private static final double LOST_TILT = 0.9;
  private static final double LOST_HALF_SINE = Math.sin(LOST_TILT / 2);
  // Consecutive policy periods with a positive barrier margin before the robot lifts its feet.
  private static final int WELL_PERIODS = 25;
  // Time in which the passed share of the wanted rate may rise from 0 to 1, s.
  private static final double GENTLY = 0.1;
  private static final double POSITION_MARGIN = 0.05;

  private final LegFilter legs;
  private final Barrier barrier;
  private final double delta;
  private double alpha;
  private double margin;
  private boolean held;
  private final WalkState walkState = new WalkState();
  private final double[] x = new double[WalkState.NAMES.size()];
  private final double[] rate = new double[WalkState.INPUTS];
  private final double[] stop = new double[WalkState.INPUTS];
  private final double actionPeriod;
  private final int stopAfter;
  private int silent;
  private boolean lost;
  private boolean standing;
  private double share;
  private int wellFor;
  private double safety;
  private boolean torqueChanged;
  private long commands;
  private long changedCommands;
  private long torques;
  private long changedTorques;

  /**
   * Creates a filter.
   *
   * @param barrier learned over {@link WalkState}; null for no barrier
   * @param alpha α, one over the unit of B
   * @throws IllegalArgumentException if the barrier is for another robot or for other states
   */
  public FilteredWalk(RobotModel robot, BarrierFile barrier, double alpha) {
    WalkTiming timing = WalkTiming.of(robot);
    actionPeriod = timing.actionPeriod();
    stopAfter = timing.periods(STOP_AFTER);
    legs = new LegFilter(robot, timing.period(), POSITION_MARGIN, MotorGains.of(robot).damping());
    this.alpha = alpha;
    delta = barrier == null ? 0 : barrier.delta();
    this.barrier = barrier == null ? null : barrierOf(robot, barrier);
  }

  private static Barrier barrierOf(RobotModel robot, BarrierFile file) {
    if (!file.robot().equals(robot.name())) {
      throw new IllegalArgumentException(
          "the barrier is for " + file.robot() + ": the robot is " + robot.name());
    }
    if (file.states() != WalkState.NAMES.size()) {
      throw new IllegalArgumentException(
          "the barrier takes "
              + file.states()
              + " numbers: a walking robot's state has "
              + WalkState.NAMES.size());
    }
    return Barriers.of(file);
  }

  @Override
  public void reset() {
    legs.reset();
    silent = 0;
    lost = false;
    standing = false;
    held = false;
    safety = Double.NaN;
    torqueChanged = false;
    share = 1;
    wellFor = 0;
    commands = 0;
    changedCommands = 0;
    torques = 0;
    changedTorques = 0;
  }

  @Override
  public void command(
      RobotState seen,
      boolean fresh,
      LegOdometry odometry,
      TrotGait gait,
      double[] wanted,
      double[] twist) {
    commands++;
    // Reduced immediately, restored gently.
    share = Math.min(share(seen, odometry, gait, twist), share + actionPeriod / GENTLY);
    Stop.rates(odometry, fresh, twist, actionPeriod, stop);
    for (int k = 0; k < stop.length; k++) {
      double nominal = (wanted[k] - twist[k]) / actionPeriod;
      rate[k] = share * nominal + (1 - share) * stop[k];
    }
    stand(share, seen, fresh, odometry, twist);
    changedCommands += share < 1 ? 1 : 0;
    for (int k = 0; k < rate.length; k++) {
      // Slows down gradually even without a measurement: otherwise the feet's targets would jump by
      // half a stride.
      double most = WalkController.slew(k) * actionPeriod;
      double change = Math.max(-most, Math.min(most, -twist[k]));
      twist[k] += standing ? change : rate[k] * actionPeriod;
    }
  }

  /** The passed share of the nominal rate. */
  private double share(RobotState seen, LegOdometry odometry, TrotGait gait, double[] twist) {
    if (barrier == null) {
      return isToStop() ? 0 : 1;
    }
    walkState.write(seen.base, odometry, gait, twist, x);
    safety = barrier.evaluate(x) - delta - margin;
    // NaN counts as unsafe.
    return safety > 0 && !isToStop() ? Math.min(1, alpha * safety) : 0;
  }

  private boolean isToStop() {
    return held || silent >= stopAfter;
  }

  /**
   * Puts the feet down at the end of a stop, and lifts them again once the state has been good for
   * a while.
   */
  private void stand(
      double share, RobotState seen, boolean fresh, LegOdometry odometry, double[] twist) {
    wellFor = share > 0 ? wellFor + 1 : 0;
    if (standing) {
      standing = wellFor < WELL_PERIODS;
    } else {
      standing = share == 0 && (!fresh || Stop.mayStand(seen, odometry, twist));
    }
  }

  @Override
  public boolean march() {
    return !standing;
  }

  @Override
  public boolean holds() {
    return !lost;
  }

  @Override
  public void torque(RobotState seen, boolean fresh, double[] torque) {
    silent = fresh ? 0 : silent + 1;
    lost |= Math.hypot(seen.base.quaternion[1], seen.base.quaternion[2]) > LOST_HALF_SINE;
    torques++;
    boolean passed;
    if (fresh) {
      passed = legs.step(seen.q, seen.qd, seen.base.contact, true, torque) == FilterAction.PASS;
    } else {
      legs.reset();
      passed = legs.cut(torque);
    }
    torqueChanged = !passed;
    changedTorques += passed ? 0 : 1;
  }

  @Override
  public void tune(double gain, double kept) {
    alpha = gain;
    margin = kept;
  }

  @Override
  public void hold(boolean on) {
    held = on;
  }

  @Override
  public double safety() {
    return safety;
  }

  @Override
  public double share() {
    return share;
  }

  @Override
  public boolean isLost() {
    return lost;
  }

  @Override
  public boolean hasChangedTorque() {
    return torqueChanged;
  }

  @Override
  public boolean isSilent() {
    return silent >= stopAfter;
  }

  /**
   * The outcome of the last commands: passed, changed, not computed for lack of a measurement, or
   * given up.
   */
  public FilterAction action() {
    if (lost) {
      return FilterAction.STOP;
    }
    if (isSilent()) {
      return FilterAction.FALLBACK;
    }
    return share < 1 || torqueChanged ? FilterAction.MODIFIED : FilterAction.PASS;
  }

  /** Share of the twists that were changed since the reset. */
  public double changedCommandShare() {
    return commands == 0 ? 0 : (double) changedCommands / commands;
  }

  /** Share of the torques that were changed since the reset. */
  public double changedTorqueShare() {
    return torques == 0 ? 0 : (double) changedTorques / torques;
  }
}
