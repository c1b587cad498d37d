package org.reins.sim.world;

import java.util.SplittableRandom;

/** Where goals are drawn. Immutable. */
public sealed interface GoalShape {
  /** Draws a point evenly over the shape's own coordinates, and writes it to goal, m. */
  void draw(SplittableRandom random, double[] goal);

  /**
   * Part of a ring around the base's vertical axis.
   *
   * @param radius distance from the axis, m
   * @param azimuth angle from the x axis, rad
   * @param height m
   */
  record Ring(Span radius, Span azimuth, Span height) implements GoalShape {
    /**
     * Checks ranges.
     *
     * @throws IllegalArgumentException naming the value and what is allowed
     */
    public Ring {
      Ranges.require("radius", radius.low(), 0, 5, " m");
      Ranges.require("radius", radius.high(), 0, 5, " m");
      Ranges.require("azimuth", azimuth.low(), -Math.PI, Math.PI, " rad");
      Ranges.require("azimuth", azimuth.high(), -Math.PI, Math.PI, " rad");
      Ranges.require("height", height.low(), 0, 5, " m");
      Ranges.require("height", height.high(), 0, 5, " m");
    }

    @Override
    public void draw(SplittableRandom random, double[] goal) {
      double a = random.nextDouble(azimuth.low(), azimuth.high());
      double r = random.nextDouble(radius.low(), radius.high());
      goal[0] = r * Math.cos(a);
      goal[1] = r * Math.sin(a);
      goal[2] = random.nextDouble(height.low(), height.high());
    }
  }

  /**
   * A box with edges along the axes.
   *
   * @param box where goals are drawn
   */
  record Block(Box box) implements GoalShape {
    /**
     * Checks the height.
     *
     * @throws IllegalArgumentException if part of the box is below the table
     */
    public Block {
      Ranges.require("height of a goal", box.from()[2], 0, 5, " m");
    }

    @Override
    public void draw(SplittableRandom random, double[] goal) {
      for (int k = 0; k < 3; k++) {
        goal[k] = random.nextDouble(box.from()[k], box.to()[k]);
      }
    }
  }
}
