package org.reins.learning;

/** Ranges of settings. */
public final class Allowed {
  private Allowed() {}

  /**
   * Refuses a value out of range.
   *
   * @throws IllegalArgumentException naming the setting, its value and what is allowed
   */
  public static void range(String name, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(
          name + " is " + value + ": allowed is " + low + " to " + high);
    }
  }
}
