package org.reins.robot.urdf;

import java.util.List;
import java.util.Map;

/**
 * User decisions that a URDF does not contain.
 *
 * @param tips links to which the kept joints lead; joints that lead to none of them are fixed.
 *     Empty keeps all joints
 * @param fixed joints that are fixed, at a position in rad or m
 * @param kept prismatic joints that stay joints although no turning joint is behind them, such as
 *     the fingers of a gripper
 * @param turning limits of joints that turn and have none, N·m and rad/s
 * @param sliding limits of joints that slide and have none, N and m/s
 * @param density from which the masses of an arm's links without an inertial are estimated, kg/m³;
 *     NaN for none
 */
public record UrdfOptions(
    List<String> tips,
    Map<String, Double> fixed,
    List<String> kept,
    MissingLimits turning,
    MissingLimits sliding,
    double density) {
  /** No decisions. */
  public static final UrdfOptions NONE =
      new UrdfOptions(List.of(), Map.of(), Double.NaN, Double.NaN);

  /**
   * Values for limits that a URDF does not contain.
   *
   * @param effort N·m or N; NaN for none
   * @param velocity rad/s or m/s; NaN for none
   */
  public record MissingLimits(double effort, double velocity) {
    /** No values. */
    public static final MissingLimits NONE = new MissingLimits(Double.NaN, Double.NaN);
  }

  /** Decisions without prismatic joints. */
  public UrdfOptions(List<String> tips, Map<String, Double> fixed, double effort, double velocity) {
    this(
        tips,
        fixed,
        List.of(),
        new MissingLimits(effort, velocity),
        MissingLimits.NONE,
        Double.NaN);
  }

  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException naming the option, its value and what is allowed
   */
  public UrdfOptions {
    tips = List.copyOf(tips);
    fixed = Map.copyOf(fixed);
    kept = List.copyOf(kept);
    require("--effort", turning.effort(), 1e6);
    require("--velocity", turning.velocity(), 1e3);
    require("--force", sliding.effort(), 1e6);
    require("--slide-velocity", sliding.velocity(), 1e2);
    require("--density", density, 3e4);
    for (String joint : kept) {
      if (fixed.containsKey(joint)) {
        throw new IllegalArgumentException(
            "joint " + joint + " has both --keep and --fix: give one of them");
      }
    }
    fixed.forEach(
        (joint, position) -> {
          if (!(Math.abs(position) <= 1e3)) {
            throw new IllegalArgumentException(
                "--fix " + joint + "=" + position + ": allowed is -1000 to 1000");
          }
        });
  }

  private static void require(String option, double value, double most) {
    if (!Double.isNaN(value) && !(value > 0 && value <= most)) {
      throw new IllegalArgumentException(
          option + " is " + value + ": allowed is over 0 to " + most);
    }
  }
}
