package org.reins.robot.urdf;

import java.util.List;
import java.util.Map;

/**
 * User decisions that a URDF does not contain.
 *
 * @param tips links to which the kept joints lead; joints that lead to none of them are fixed.
 *     Empty keeps all joints
 * @param fixed joints that are fixed, at a position in rad or m
 * @param effort limit of joints without one, N·m; NaN for none
 * @param velocity limit of joints without one, rad/s; NaN for none
 */
public record UrdfOptions(
    List<String> tips, Map<String, Double> fixed, double effort, double velocity) {
  /** No decisions. */
  public static final UrdfOptions NONE =
      new UrdfOptions(List.of(), Map.of(), Double.NaN, Double.NaN);

  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException naming the option, its value and what is allowed
   */
  public UrdfOptions {
    tips = List.copyOf(tips);
    fixed = Map.copyOf(fixed);
    require("--effort", effort, 1e6);
    require("--velocity", velocity, 1e3);
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
