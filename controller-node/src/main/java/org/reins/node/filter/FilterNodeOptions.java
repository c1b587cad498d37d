package org.reins.node.filter;

/**
 * What the controller node does with the policy's action.
 *
 * @param filtering false sends the nominal torque as it is, for comparison only
 * @param actionTimeout age of the state that an action answers after which it is stale, s, 0.02 to
 *     1
 * @param envelopeTimeout silence of the planner after which the base envelope is in force, s, 0.1
 *     to 10
 */
public record FilterNodeOptions(boolean filtering, double actionTimeout, double envelopeTimeout) {
  /**
   * With the filter, actions up to three policy periods old, a planner at most three of its periods
   * silent.
   */
  public static final FilterNodeOptions DEFAULT = new FilterNodeOptions(true, 0.06, 0.3);

  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException naming the option, its value and what is allowed
   */
  public FilterNodeOptions {
    if (!(actionTimeout >= 0.02 && actionTimeout <= 1)) {
      throw new IllegalArgumentException(
          "action timeout is " + actionTimeout + " s: allowed is 0.02 to 1");
    }
    if (!(envelopeTimeout >= 0.1 && envelopeTimeout <= 10)) {
      throw new IllegalArgumentException(
          "envelope timeout is " + envelopeTimeout + " s: allowed is 0.1 to 10");
    }
  }
}
