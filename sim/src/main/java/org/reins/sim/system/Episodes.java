package org.reins.sim.system;

import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.reins.filter.barrier.Barrier;
import org.reins.filter.sampleddata.CommandFilter;
import org.reins.filter.sampleddata.HeldInput;
import org.reins.filter.sampleddata.ModelRate;
import org.reins.sim.Seeds;

/**
 * Closed-loop episodes of a benchmark system. Starts are drawn evenly from the true kernel. They
 * are not chosen by the filter under test, except on request. The task ignores safety. Violations
 * are also judged between samples.
 */
public final class Episodes {
  private static final int LOOKS = 10;
  private static final int CHUNK = 50;

  private final BenchmarkSystem system;
  private final GridValue kernel;
  private final Supplier<? extends Barrier> starts;
  private final double level;
  private final Predicate<double[]> isStart;

  /** Prepares episodes from starts in the true kernel. */
  public Episodes(BenchmarkSystem system, GridValue kernel) {
    this(system, kernel, kernel::view, 0, system.exactKernel());
  }

  /**
   * Prepares episodes from starts where a barrier has at least a certain value.
   *
   * @param kernel used by adversaries; may be null if there are none
   * @param starts makes the barrier for each of many runs
   */
  public Episodes(
      BenchmarkSystem system, GridValue kernel, Supplier<? extends Barrier> starts, double level) {
    this(system, kernel, starts, level, null);
  }

  private Episodes(
      BenchmarkSystem system,
      GridValue kernel,
      Supplier<? extends Barrier> starts,
      double level,
      Predicate<double[]> exact) {
    this.system = system;
    this.kernel = kernel;
    this.starts = starts;
    this.level = level;
    isStart = exact == null ? x -> true : exact;
  }

  /**
   * Settings of a run.
   *
   * @param episodes number of episodes, positive
   * @param period sampling period, s, positive
   * @param delay periods from sending a command until it acts
   * @param disturbance disturbance of the input, as a share of the input set; added against ∇V in
   *     each period
   * @param seed seed of the starts
   */
  public record Conditions(int episodes, double period, int delay, double disturbance, long seed) {
    private int parts() {
      return (episodes + CHUNK - 1) / CHUNK;
    }
  }

  /**
   * Result of a run.
   *
   * @param violating number of episodes in which h was negative
   * @param meanReturn mean over episodes of the sum of rewards
   * @param changed share of commands that were changed
   * @param infeasible number of commands that could not satisfy the barrier's row
   * @param deepest smallest h that occurred
   */
  public record Result(
      int episodes,
      int violating,
      double meanReturn,
      double changed,
      long infeasible,
      double deepest) {
    private Result plus(Result o) {
      int all = episodes + o.episodes;
      double share = all == 0 ? 0 : (double) episodes / all;
      return new Result(
          all,
          violating + o.violating,
          share * meanReturn + (1 - share) * o.meanReturn,
          share * changed + (1 - share) * o.changed,
          infeasible + o.infeasible,
          Math.min(deepest, o.deepest));
    }
  }

  /**
   * Runs episodes on as many threads as there are processors. The result does not depend on their
   * number.
   *
   * @param filters makes a filter for each of many runs
   */
  public Result run(Supplier<CommandFilter> filters, Conditions c) {
    Result[] results =
        IntStream.range(0, c.parts())
            .parallel()
            .mapToObj(k -> part(filters, c, k))
            .toArray(Result[]::new);
    Result sum = new Result(0, 0, 0, 0, 0, Double.POSITIVE_INFINITY);
    for (Result r : results) {
      sum = sum.plus(r);
    }
    return sum;
  }

  /**
   * Searches for a violating episode and stops at the first one. If there are any, it ends much
   * earlier than {@link #run}.
   *
   * @param filters makes a filter for each of many runs
   * @param first part of the episodes to search first, as found in a similar search; 0 if unknown
   * @return a part that contains a violating episode; empty if there is none. If there are several,
   *     the result depends on the threads
   */
  public OptionalInt violating(Supplier<CommandFilter> filters, Conditions c, int first) {
    if (part(filters, c, first).violating > 0) {
      return OptionalInt.of(first);
    }
    return IntStream.range(0, c.parts())
        .parallel()
        .filter(k -> k != first && part(filters, c, k).violating > 0)
        .findAny();
  }

  /**
   * The smallest h of the episode from a start, as a function of the start in the unit cube of the
   * scored box; infinite where the barrier says that it is no start. The function is not
   * thread-safe.
   *
   * @param filter of the commands
   * @param c of which the number of episodes and the seed do not count
   */
  public ToDoubleFunction<double[]> smallestH(CommandFilter filter, Conditions c) {
    Run run = new Run(filter, c);
    return run::from;
  }

  private Result part(Supplier<CommandFilter> filters, Conditions c, int k) {
    int count = Math.min(CHUNK, c.episodes - k * CHUNK);
    return new Run(filters.get(), c).episodes(count, Seeds.stream(c.seed, k));
  }

  /** The buffers of one thread. */
  private final class Run {
    private final CommandFilter filter;
    private final Conditions c;
    private final ModelRate truth = kernel == null ? null : new ModelRate(system, kernel.view());
    private final Barrier start = starts.get();
    private final double[] x = new double[system.states()];
    private final double[] nominal = new double[system.inputs()];
    private final double[] acting = new double[system.inputs()];
    private final double[] against = new double[system.inputs()];
    private final double[] push = new double[system.inputs()];
    private final double[][] queue;
    private final HeldInput plant = new HeldInput(system);
    private final int steps;
    // Over all episodes of this run.
    private double total;
    private long changed;
    private long infeasible;

    Run(CommandFilter filter, Conditions c) {
      this.filter = filter;
      this.c = c;
      queue = new double[c.delay + 1][system.inputs()];
      steps = (int) Math.round(system.episode() / c.period);
    }

    Result episodes(int count, SplittableRandom random) {
      int violating = 0;
      double deepest = Double.POSITIVE_INFINITY;
      for (int e = 0; e < count; e++) {
        do {
          for (int i = 0; i < x.length; i++) {
            x[i] = random.nextDouble(system.lower()[i], system.upper()[i]);
          }
        } while (!isStart());
        double least = drive();
        violating += least < 0 ? 1 : 0;
        deepest = Math.min(deepest, least);
      }
      double commands = (double) count * steps;
      return new Result(count, violating, total / count, changed / commands, infeasible, deepest);
    }

    /** The smallest h from a point of the unit cube. */
    double from(double[] point) {
      for (int i = 0; i < x.length; i++) {
        double low = system.lower()[i];
        x[i] = low + point[i] * (system.upper()[i] - low);
      }
      return isStart() ? drive() : Double.POSITIVE_INFINITY;
    }

    /** Runs an episode from where the system is; returns the smallest h. */
    private double drive() {
      filter.reset();
      for (double[] u : queue) {
        java.util.Arrays.fill(u, 0);
      }
      double least = Double.POSITIVE_INFINITY;
      for (int k = 0; k < steps; k++) {
        total += system.reward(x);
        system.nominal(x, nominal);
        filter.step(x, nominal, queue[(k + c.delay) % (c.delay + 1)]);
        changed += filter.changed() ? 1 : 0;
        infeasible += filter.slack() > 1e-6 ? 1 : 0;
        least = Math.min(least, follow(queue[k % (c.delay + 1)]));
      }
      return least;
    }

    private boolean isStart() {
      // The system drifts until the first command acts. It must not lose V ≥ 0 in this time.
      double drift = c.delay * c.period * drift();
      return start.evaluate(x) >= level + drift && Episodes.this.isStart.test(x);
    }

    private double drift() {
      double sum = 0;
      for (double r : system.rate()) {
        sum = Math.max(sum, r);
      }
      return sum;
    }

    /** Runs one period under a held input; returns the smallest h. */
    private double follow(double[] sent) {
      System.arraycopy(sent, 0, acting, 0, acting.length);
      double[] w = adversary();
      double least = Double.POSITIVE_INFINITY;
      for (int look = 0; look < LOOKS; look++) {
        plant.step(x, acting, w, c.period / LOOKS);
        least = Math.min(least, system.h(x));
      }
      system.domain().keepInside(x);
      return least;
    }

    /**
     * Adds the disturbance of the input; returns the pursuer's rates, zero if there is no pursuer.
     */
    private double[] adversary() {
      double[][] corners = system.disturbances();
      if (c.disturbance == 0 && corners.length == 1) {
        return corners[0];
      }
      truth.evaluate(x);
      double[] slope = truth.gradient();
      if (c.disturbance > 0) {
        for (int j = 0; j < against.length; j++) {
          against[j] = -truth.row()[j];
        }
        system.inputSet().most(against, push);
        for (int j = 0; j < push.length; j++) {
          acting[j] += c.disturbance * push[j];
        }
      }
      double[] worst = corners[0];
      for (double[] w : corners) {
        double a = 0;
        for (int i = 0; i < slope.length; i++) {
          a += slope[i] * (w[i] - worst[i]);
        }
        worst = a < 0 ? w : worst;
      }
      return worst;
    }
  }
}
