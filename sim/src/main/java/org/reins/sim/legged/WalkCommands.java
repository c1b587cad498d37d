package org.reins.sim.legged;

import java.util.List;
import java.util.SplittableRandom;
import org.reins.filter.legged.TrotGait;
import org.reins.robot.model.RobotModel;
import org.reins.sim.world.Span;

/**
 * The twists that a walk is commanded: drawn from ranges, or a sequence that repeats. Each is held
 * for a time. Immutable; the twists are not to be changed.
 *
 * @param scale factor on the ranges and the sequence, for robots with slower joints
 * @param x range of the speed forwards, m/s
 * @param y range of the speed to the left, m/s
 * @param yaw range of the turning rate, rad/s
 * @param hold time for which a twist is held, s, 0.1 to 1000
 * @param twists sequence of (x, y, yaw); empty to draw from the ranges
 */
public record WalkCommands(
    double scale, Span x, Span y, Span yaw, double hold, List<double[]> twists) {
  /** Those that the Go1 has learned: along x, along y, about z. */
  private static final Span[] LEARNED = {
    new Span(0.3, 0.9), new Span(-0.25, 0.25), new Span(-0.6, 0.6)
  };

  private static final double HOLD = 2;
  private static final double FASTEST = 20;
  private static final double STILL = 1e-3;

  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException naming the value and what is allowed
   */
  public WalkCommands {
    if (!(hold >= 0.1 && hold <= 1000)) {
      throw new IllegalArgumentException("hold is " + hold + " s: allowed is 0.1 to 1000");
    }
    for (Span span : new Span[] {x, y, yaw}) {
      requireSpeed(span.low());
      requireSpeed(span.high());
    }
    for (double[] twist : twists) {
      if (twist.length != 3) {
        throw new IllegalArgumentException(
            "a twist has "
                + twist.length
                + " numbers: it needs 3, the speeds along x and y in m/s and about z in rad/s");
      }
      for (double v : twist) {
        requireSpeed(v);
      }
    }
    twists = List.copyOf(twists);
  }

  private static void requireSpeed(double v) {
    if (!(Math.abs(v) <= FASTEST)) {
      throw new IllegalArgumentException(
          "a speed is " + v + ": allowed is -" + FASTEST + " to " + FASTEST + " m/s or rad/s");
    }
  }

  /** Those that the Go1 has learned, and slower ones for robots with slower joints. */
  public static WalkCommands learned(RobotModel robot) {
    return new WalkCommands(
        TrotGait.agility(robot), LEARNED[0], LEARNED[1], LEARNED[2], HOLD, List.of());
  }

  /** The default range of an axis in m/s or rad/s: 0 for x, 1 for y, 2 for yaw. */
  public static Span learned(RobotModel robot, int axis) {
    double scale = TrotGait.agility(robot);
    return new Span(scale * LEARNED[axis].low(), scale * LEARNED[axis].high());
  }

  /**
   * Draws the twists of a walk.
   *
   * @param factor on all speeds
   * @param seconds length of the walk, s
   * @return one twist per hold time; owned by the caller
   */
  double[][] draw(SplittableRandom random, double factor, double seconds) {
    double speed = scale * factor;
    double[][] commands = new double[(int) Math.ceil(seconds / hold)][];
    for (int k = 0; k < commands.length; k++) {
      commands[k] =
          twists.isEmpty()
              ? new double[] {
                speed * random.nextDouble(x.low(), x.high()),
                speed * random.nextDouble(y.low(), y.high()),
                speed * random.nextDouble(yaw.low(), yaw.high())
              }
              : scaled(twists.get(k % twists.size()), speed);
    }
    return commands;
  }

  private static double[] scaled(double[] twist, double factor) {
    return new double[] {factor * twist[0], factor * twist[1], factor * twist[2]};
  }

  /**
   * The range of each axis in m/s or rad/s, widened to contain 0.
   *
   * @return lowest and highest speed along x, along y and about z; owned by the caller
   */
  public double[][] reach() {
    double[][] ranges = new double[LEARNED.length][];
    for (int axis = 0; axis < ranges.length; axis++) {
      double[] range = range(axis);
      // An empty range cannot be drawn from.
      ranges[axis] =
          new double[] {Math.min(scale * range[0], -STILL), Math.max(scale * range[1], STILL)};
    }
    return ranges;
  }

  /**
   * How much faster than the Go1's learned commands these are.
   *
   * @param axis 0 for x, 1 for y, 2 for yaw
   */
  double pace(int axis) {
    double[] range = range(axis);
    return Math.max(Math.abs(range[0]), Math.abs(range[1])) / LEARNED[axis].high();
  }

  /** Lowest and highest speed of an axis, before the scale. */
  private double[] range(int axis) {
    if (twists.isEmpty()) {
      Span span = List.of(x, y, yaw).get(axis);
      return new double[] {span.low(), span.high()};
    }
    return new double[] {
      twists.stream().mapToDouble(t -> t[axis]).min().orElseThrow(),
      twists.stream().mapToDouble(t -> t[axis]).max().orElseThrow()
    };
  }
}
