package org.reins.sim.system;

import java.util.SplittableRandom;
import org.reins.filter.sampled.CommandsInFlight;
import org.reins.filter.sampled.SampledFilter;
import org.reins.filter.sampled.SampledMargin;

/**
 * Episodes of {@link Boat}: 2 s with commands held for 5 ms, from starts spread evenly over where V
 * is at least δ (not chosen by the filter's own barrier condition), a nominal command straight to
 * the goal, and violations judged ten times a period.
 */
public final class BoatEpisodes {
  /** Sampling period, s. */
  public static final double PERIOD = 0.005;

  private static final int STEPS = 400;
  private static final int LOOKS = 10;
  private static final int SIDES = 64;

  private final Boat boat = new Boat();
  private final BoatValue value;
  private final double delta;

  /** Prepares episodes with a barrier V − δ. */
  public BoatEpisodes(BoatValue value, double delta) {
    this.value = value;
    this.delta = delta;
  }

  /**
   * What came of some episodes.
   *
   * @param violating episodes in which the boat touched a rock
   * @param meanReturn − Σ distance to the goal, mean over episodes
   * @param filtered share of commands that were changed
   * @param shortOfCommand share of commands that could not meet the row
   * @param deepest smallest h that was met, m
   */
  public record Result(
      int episodes,
      int violating,
      double meanReturn,
      double filtered,
      double shortOfCommand,
      double deepest) {}

  /**
   * Runs episodes.
   *
   * @param alpha α, 1/s
   * @param withMargin whether the filter knows of sampling
   * @param delay periods from sending to acting
   * @param told whether the filter knows of the delay
   */
  public Result run(
      int episodes, double alpha, boolean withMargin, int delay, boolean told, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SampledMargin margin =
        withMargin
            ? new SampledMargin(value, PERIOD, new double[] {3, 1}, new double[] {0.01, 0})
            : null;
    CommandsInFlight known = new CommandsInFlight(boat, told ? delay : 0, PERIOD);
    CommandsInFlight plant = new CommandsInFlight(boat, 0, PERIOD);
    double[] sides = new double[2 * SIDES];
    double[] bounds = new double[SIDES];
    for (int k = 0; k < SIDES; k++) {
      double angle = 2 * Math.PI * k / SIDES;
      sides[2 * k] = -Math.cos(angle);
      sides[2 * k + 1] = -Math.sin(angle);
      // A polygon inside the disc.
      bounds[k] = -Math.cos(Math.PI / SIDES);
    }
    SampledFilter filter =
        new SampledFilter(boat, value, margin, known, delta, alpha, sides, bounds);
    double[][] queue = new double[delay + 1][2];
    double[] x = new double[2];
    double[] nominal = new double[2];
    int violating = 0;
    long changed = 0;
    long fallsShort = 0;
    double total = 0;
    double deepest = Double.POSITIVE_INFINITY;
    for (int e = 0; e < episodes; e++) {
      do {
        x[0] = random.nextDouble(Boat.WEST, Boat.EAST);
        x[1] = random.nextDouble(Boat.SOUTH, -Boat.SOUTH);
      } while (value.value(x[0], x[1]) < delta + startMargin(delay));
      known.reset();
      for (double[] u : queue) {
        u[0] = 0;
        u[1] = 0;
      }
      double least = Double.POSITIVE_INFINITY;
      for (int k = 0; k < STEPS; k++) {
        double dx = 1.5 - x[0];
        double dy = -x[1];
        double distance = Math.hypot(dx, dy);
        total -= distance;
        nominal[0] = distance > 0 ? dx / distance : 0;
        nominal[1] = distance > 0 ? dy / distance : 0;
        filter.step(x, nominal, queue[(k + delay) % (delay + 1)]);
        changed += filter.changed() ? 1 : 0;
        fallsShort += filter.slack() > 1e-6 ? 1 : 0;
        double[] acting = queue[k % (delay + 1)];
        for (int look = 0; look < LOOKS; look++) {
          plant.step(x, acting, PERIOD / LOOKS);
          least = Math.min(least, Boat.clearance(x[0], x[1]));
        }
        x[0] = Math.max(Boat.WEST, Math.min(Boat.EAST, x[0]));
        x[1] = Math.max(Boat.SOUTH, Math.min(-Boat.SOUTH, x[1]));
      }
      violating += least < 0 ? 1 : 0;
      deepest = Math.min(deepest, least);
    }
    long commands = (long) episodes * STEPS;
    return new Result(
        episodes,
        violating,
        total / episodes,
        (double) changed / commands,
        (double) fallsShort / commands,
        deepest);
  }

  /** Before the first command acts the boat drifts; from here it cannot have lost V by then. */
  private static double startMargin(int delay) {
    return delay * PERIOD * 3;
  }
}
