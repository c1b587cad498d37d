package org.reins.sim.legged;

import java.util.Arrays;
import org.reins.filter.FilterAction;
import org.reins.filter.barrier.Barrier;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.barrier.Barriers;
import org.reins.filter.legged.LegFilter;
import org.reins.filter.sampled.CommandsInFlight;
import org.reins.filter.sampled.ControlAffine;
import org.reins.filter.sampled.CriticRate;
import org.reins.filter.sampled.SampledFilter;
import org.reins.robot.RobotModel;
import org.reins.sim.RobotState;

/**
 * What stands between a walking policy and its robot: a learned barrier over {@link WalkState} that
 * changes the rate of the twist, 50 times a second, and {@link LegFilter} between the motor targets
 * and the motors, 500 times a second. Without new measurements the robot stands still on the
 * motors' own position loops; a body that cannot be caught any more is damped.
 */
public final class FilteredWalk implements Walker.WalkGuard {
  // Motor periods without a measurement until the robot stops.
  private static final int STOP_AFTER = 5;
  // A body that leans further than this falls whatever its legs do: soft legs land better.
  private static final double LOST_TILT = 0.9;
  private static final double LOST_HALF_SINE = Math.sin(LOST_TILT / 2);
  private static final double POSITION_MARGIN = 0.05;

  private final LegFilter legs;
  private final SampledFilter filter;
  private final WalkState walkState = new WalkState();
  private final double[] x = new double[WalkState.NAMES.size()];
  private final double[] rate = new double[WalkState.INPUTS];
  private final double[] nominal = new double[WalkState.INPUTS];
  private int silent;
  private boolean lost;
  private long commands;
  private long changedCommands;
  private long torques;
  private long changedTorques;

  /**
   * Assembles a filter.
   *
   * @param barrier learned over {@link WalkState}, with a critic; null for none
   * @param alpha α of the barrier, 1/s
   */
  public FilteredWalk(RobotModel robot, BarrierFile barrier, double alpha) {
    legs = new LegFilter(robot, Walker.DT, POSITION_MARGIN, MotorGains.of(robot).damping());
    filter = barrier == null ? null : twistFilter(barrier, alpha);
  }

  private static SampledFilter twistFilter(BarrierFile file, double alpha) {
    if (file.states() != WalkState.NAMES.size()) {
      throw new IllegalArgumentException(
          "the barrier looks at "
              + file.states()
              + " numbers: a walking robot's state has "
              + WalkState.NAMES.size());
    }
    Barrier barrier = Barriers.of(file);
    double[] rows = new double[2 * WalkState.INPUTS * WalkState.INPUTS];
    double[] bounds = new double[2 * WalkState.INPUTS];
    for (int k = 0; k < WalkState.INPUTS; k++) {
      rows[2 * k * WalkState.INPUTS + k] = 1;
      rows[(2 * k + 1) * WalkState.INPUTS + k] = -1;
      bounds[2 * k] = -Walker.slew(k);
      bounds[2 * k + 1] = -Walker.slew(k);
    }
    return new SampledFilter(
        new CriticRate(file, barrier),
        null,
        new CommandsInFlight(new Unmodelled(file.states()), 0, WalkRecorder.PERIOD),
        file.delta(),
        alpha,
        rows,
        bounds);
  }

  /** Only the number of its states is asked for: there is no delay to bridge. */
  private record Unmodelled(int states) implements ControlAffine {
    @Override
    public int inputs() {
      return WalkState.INPUTS;
    }

    @Override
    public void evaluate(double[] x, double[] f, double[] g) {
      Arrays.fill(f, Double.NaN);
      Arrays.fill(g, Double.NaN);
    }
  }

  @Override
  public void reset() {
    legs.reset();
    silent = 0;
    lost = false;
    commands = 0;
    changedCommands = 0;
    torques = 0;
    changedTorques = 0;
    if (filter != null) {
      filter.reset();
    }
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
    if (!march()) {
      Arrays.fill(twist, 0);
      changedCommands++;
      return;
    }
    if (filter == null) {
      System.arraycopy(wanted, 0, twist, 0, twist.length);
      return;
    }
    walkState.write(seen.base, odometry, gait, twist, x);
    for (int k = 0; k < rate.length; k++) {
      nominal[k] = (wanted[k] - twist[k]) / WalkRecorder.PERIOD;
    }
    filter.step(x, nominal, rate);
    if (filter.changed()) {
      changedCommands++;
    }
    for (int k = 0; k < rate.length; k++) {
      twist[k] += rate[k] * WalkRecorder.PERIOD;
    }
  }

  @Override
  public boolean march() {
    return silent < STOP_AFTER;
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
    changedTorques += passed ? 0 : 1;
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
