package org.reins.sim.world;

import java.util.SplittableRandom;

/** The points that a task offers one after the other. Immutable. */
public interface Goals {
  /**
   * Draws the next point.
   *
   * @param offered number of points offered before this one
   * @param goal the previous point, m, at first {@link #start}; overwritten
   */
  void next(SplittableRandom random, int offered, double[] goal);

  /** Draws a point without regard to a previous one, and writes it to goal, m. */
  void draw(SplittableRandom random, double[] goal);

  /** The point that the first one is compared with, m; a copy. */
  double[] start();
}
