package org.reins.sim.world;

/** Checks of numbers in a cell, with messages for users. */
final class Ranges {
  private Ranges() {}

  static void require(String what, double value, double low, double high, String unit) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(
          what + " is " + value + unit + ": allowed is " + low + " to " + high);
    }
  }

  static void requirePoint(String what, double... point) {
    if (point.length != 3) {
      throw new IllegalArgumentException(
          what + " has " + point.length + " numbers: it needs 3, x, y and z in m");
    }
    for (double v : point) {
      require(what, v, -10, 10, " m");
    }
  }
}
