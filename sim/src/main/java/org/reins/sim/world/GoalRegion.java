package org.reins.sim.world;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Points drawn at random from a region.
 *
 * @param shape where they are drawn
 * @param keptFrom regions that points keep away from
 * @param clearance smallest distance from those regions, m, 0 to 1
 * @param hop smallest distance from the previous point, m, 0 to 2
 * @param low a share of the points that is lowered; null for none
 * @param except parts of the ring in which the task offers no point
 * @param start the point that the first one keeps the hop from, m, length 3; copied
 */
public record GoalRegion(
    GoalShape shape,
    List<Region> keptFrom,
    double clearance,
    double hop,
    Low low,
    List<Except> except,
    double[] start)
    implements Goals {
  private static final int MOST_TRIES = 100_000;

  /**
   * A share of the points that is lowered, such as onto the table.
   *
   * @param oneIn one point in so many is lowered, 1 to 100
   * @param height of a lowered point, m, 0 to 2
   */
  public record Low(int oneIn, double height) {
    /**
     * Checks ranges.
     *
     * @throws IllegalArgumentException naming the value and what is allowed
     */
    public Low {
      Ranges.require("one_in", oneIn, 1, 100, "");
      Ranges.require("height", height, 0, 2, " m");
    }
  }

  /**
   * Part of a ring around the base's vertical axis, at any height.
   *
   * @param radius distance from the axis, m
   * @param azimuth angle from the x axis, rad
   */
  public record Except(Span radius, Span azimuth) {
    boolean contains(double x, double y) {
      return azimuth.contains(Math.atan2(y, x)) && radius.contains(Math.hypot(x, y));
    }
  }

  /**
   * Copies lists.
   *
   * @throws IllegalArgumentException naming the value and what is allowed
   */
  public GoalRegion {
    keptFrom = List.copyOf(keptFrom);
    except = List.copyOf(except);
    Ranges.require("clearance", clearance, 0, 1, " m");
    Ranges.require("hop", hop, 0, 2, " m");
    Ranges.requirePoint("start", start);
    start = start.clone();
  }

  @Override
  public void next(SplittableRandom random, int offered, double[] goal) {
    double[] old = goal.clone();
    int tries = 0;
    do {
      limit(++tries);
      draw(random, goal);
      if (low != null && random.nextInt(low.oneIn) == 0) {
        goal[2] = low.height;
      }
    } while (distance(goal, old) < hop || isExcepted(goal));
  }

  @Override
  public void draw(SplittableRandom random, double[] goal) {
    int tries = 0;
    do {
      limit(++tries);
      shape.draw(random, goal);
    } while (Region.nearest(keptFrom, goal[0], goal[1], goal[2]) < clearance);
  }

  @Override
  public double[] start() {
    return start.clone();
  }

  private boolean isExcepted(double[] goal) {
    return except.stream().anyMatch(e -> e.contains(goal[0], goal[1]));
  }

  /** A region without room for a point must not become an endless loop. */
  private static void limit(int tries) {
    if (tries > MOST_TRIES) {
      throw new IllegalArgumentException(
          "no goal of "
              + MOST_TRIES
              + " drawn keeps clear of zones, obstacles, the excepted parts and the previous goal: make"
              + " the region larger, or clearance, hop or the zones smaller");
    }
  }

  private static double distance(double[] a, double[] b) {
    double x = a[0] - b[0];
    double y = a[1] - b[1];
    double z = a[2] - b[2];
    return Math.sqrt(x * x + y * y + z * z);
  }
}
