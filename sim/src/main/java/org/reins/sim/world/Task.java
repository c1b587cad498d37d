package org.reins.sim.world;

/**
 * Points to reach with the tool, each in a slot of fixed length.
 *
 * @param goals the points
 * @param slot time for each point, s, 0.5 to 60
 * @param tolerance a point counts as reached if the tool comes this close, m, 0.001 to 0.5
 * @param dwell time for which the tool must stay that close, s, 0 to the slot
 * @param seconds robot time of a run, s, 1 to 3600
 */
public record Task(Goals goals, double slot, double tolerance, double dwell, double seconds) {
  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException naming the value and what is allowed
   */
  public Task {
    Ranges.require("slot", slot, 0.5, 60, " s");
    Ranges.require("tolerance", tolerance, 0.001, 0.5, " m");
    Ranges.require("dwell", dwell, 0, slot, " s");
    Ranges.require("seconds", seconds, 1, 3600, " s");
  }

  /** The same task with another slot, s. */
  public Task withSlot(double other) {
    return new Task(goals, other, tolerance, Math.min(dwell, other), seconds);
  }
}
