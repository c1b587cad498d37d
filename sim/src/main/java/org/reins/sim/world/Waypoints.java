package org.reins.sim.world;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Points in a fixed order, over and over.
 *
 * @param points m, each of length 3; not to be modified
 */
public record Waypoints(List<double[]> points) implements Goals {
  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there are fewer than two points
   */
  public Waypoints {
    points = List.copyOf(points);
    if (points.size() < 2) {
      throw new IllegalArgumentException(
          "there are " + points.size() + " points: a task needs at least 2");
    }
    for (double[] p : points) {
      Ranges.requirePoint("a waypoint", p);
      Ranges.require("height of a waypoint", p[2], 0, 5, " m");
    }
  }

  @Override
  public void next(SplittableRandom random, int offered, double[] goal) {
    System.arraycopy(points.get(offered % points.size()), 0, goal, 0, 3);
  }

  @Override
  public void draw(SplittableRandom random, double[] goal) {
    System.arraycopy(points.get(random.nextInt(points.size())), 0, goal, 0, 3);
  }

  @Override
  public double[] start() {
    return points.get(points.size() - 1).clone();
  }
}
