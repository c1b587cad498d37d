package org.reins.learning;

/** Checks settings against their ranges. */
public final class SettingRanges {
  private SettingRanges() {}

  /**
   * Refuses a value out of range.
   *
   * @throws IllegalArgumentException naming the setting, its value and what is allowed
   */
  public static void require(String name, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(
          name + " is " + value + ": allowed is " + low + " to " + high);
    }
  }
}
