package org.reins.filter;

import org.reins.filter.constraint.ConstraintDefaults;
import org.reins.filter.constraint.Viability;
import org.reins.robot.model.RobotModel;

/**
 * Settings of the filter; none of them widens a limit of the robot.
 *
 * @param alpha α of the barrier condition Ḃ ≥ −α (B − δ), 1/s, 0.1 to 100
 * @param barrierHorizon look-ahead τ of the barrier, s, 0 to 0.5: it is evaluated at (q + τ q̇, q̇)
 * @param barrierWeight ρ of the slack on the learned barrier, 1 to 1e9, when the slack is measured
 *     in m/s
 * @param brakingShare share of the acceleration limits assumed to be available for braking, 0.05 to
 *     1
 * @param horizon T of {@link Viability} for joints and obstacles, s, 0.001 to 0.5
 * @param obstacleBraking A of {@link Viability} towards obstacles, m/s², 0.1 to 50; less if the
 *     robot's joints cannot accelerate enough
 * @param positionMargin kept from joint position limits, rad, 0 to 0.5; for a joint that slides 0.2
 *     m of it count as 1 rad. At most a tenth of the joint's range
 * @param delay from the measurement to the moment the command acts, s, 0 to 0.05
 * @param dampingRatio ζ of the nominal joint impedance, 0.1 to 3
 * @param relaxRate fastest widening of an envelope's scales, 1/s, 0.01 to 100
 * @param tightenRate fastest tightening of an envelope's scales, 1/s, 0.01 to 100
 * @param lostCommands assumed largest number of commands lost in a row if the robot does not report
 *     which one it accepted, 0 to 20: the torque then changes by 1 / (lostCommands + 2) of its rate
 */
public record FilterSettings(
    double alpha,
    double barrierHorizon,
    double barrierWeight,
    double brakingShare,
    double horizon,
    double obstacleBraking,
    double positionMargin,
    double delay,
    double dampingRatio,
    double relaxRate,
    double tightenRate,
    int lostCommands) {
  // Lever of the slowest joint, m: a robot with low acceleration limits cannot brake hard either. A
  // joint that slides needs no lever.
  private static final double LEVER = 1.0 / 3;

  /** The defaults. */
  public static final FilterSettings DEFAULT =
      new FilterSettings(12, 0.04, 1e7, 0.8, 0.1, 1.2, 0.02, 0.002, 1.0, 0.25, 2, 2);

  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException naming the setting, its value and what is allowed
   */
  public FilterSettings {
    require("filter.alpha", alpha, 0.1, 100);
    require("filter.barrier_horizon", barrierHorizon, 0, 0.5);
    require("filter.barrier_weight", barrierWeight, 1, 1e9);
    require("filter.braking_share", brakingShare, 0.05, 1);
    require("filter.horizon", horizon, 0.001, 0.5);
    require("filter.obstacle_braking", obstacleBraking, 0.1, 50);
    require("filter.position_margin", positionMargin, 0, 0.5);
    require("filter.delay", delay, 0, 0.05);
    require("filter.damping_ratio", dampingRatio, 0.1, 3);
    require("filter.relax_rate", relaxRate, 0.01, 100);
    require("filter.tighten_rate", tightenRate, 0.01, 100);
    require("filter.lost_commands", lostCommands, 0, 20);
  }

  /** The defaults that constraint files of a robot use. */
  public ConstraintDefaults forConstraints(RobotModel robot) {
    double[] braking =
        robot.joints().stream()
            .mapToDouble(j -> brakingShare * j.limits().acceleration())
            .toArray();
    double slowest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < braking.length; i++) {
      double lever = robot.joints().get(i).slides() ? 1 : LEVER;
      slowest = Math.min(slowest, lever * braking[i]);
    }
    return new ConstraintDefaults(
        horizon, obstacleBraking, braking, slowest, barrierHorizon, barrierWeight);
  }

  private static void require(String name, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(
          name + " is " + value + ": allowed is " + low + " to " + high);
    }
  }
}
