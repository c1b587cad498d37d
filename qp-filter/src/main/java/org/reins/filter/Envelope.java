package org.reins.filter;

/**
 * How much freedom the filter gives the policy.
 *
 * @param level 0 is the base; higher is wider
 * @param speedScale share of the robot's joint speed limits, over 0 to 1
 * @param stiffnessScale share of the stiffness that the policy asks for, over 0 to 1
 * @param margin kept from every obstacle and from the learned barrier's boundary, in addition to
 *     its calibration, m, 0 to 1
 */
public record Envelope(int level, double speedScale, double stiffnessScale, double margin) {
  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException naming the value and what is allowed
   */
  public Envelope {
    if (level < 0) {
      throw new IllegalArgumentException("level is " + level + ": it must be at least 0");
    }
    requireScale("speed scale", speedScale);
    requireScale("stiffness scale", stiffnessScale);
    if (!(margin >= 0 && margin <= 1)) {
      throw new IllegalArgumentException("margin is " + margin + " m: allowed is 0 to 1");
    }
  }

  private static void requireScale(String name, double value) {
    if (!(value > 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " is " + value + ": allowed is over 0 to 1");
    }
  }
}
