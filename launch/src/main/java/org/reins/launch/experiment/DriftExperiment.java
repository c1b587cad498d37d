package org.reins.launch.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.SafetyFilter;
import org.reins.learning.policy.TanhNetwork;
import org.reins.node.drift.DriftState;
import org.reins.robot.model.RobotModel;
import org.reins.sim.ClosedLoop;
import org.reins.sim.Seeds;

/**
 * Runs of the filtered arm for the drift predictor: healthy ones, and ones with a gradual
 * degradation until a limit is truly violated.
 */
public final class DriftExperiment {
  /** Seconds between two statuses. */
  public static final double STEP = FilteredArm.CYCLES_PER_STATUS * ClosedLoop.DT;

  private static final double DEGRADED_SECONDS = 20;
  private static final double HEALTHY_SECONDS = 60;

  private final RobotModel robot;
  private final Supplier<SafetyFilter> filters;
  private final TanhNetwork policy;
  private final DriftState states = new DriftState(EnvelopeLevels.DEFAULT.levels().size());

  /**
   * A run as a sequence of states of the chain.
   *
   * @param states one per status
   * @param absorbed whether a limit was truly violated after the last one
   * @param kind of degradation, or null
   */
  record Run(int[] states, boolean absorbed, Degradation.Kind kind) {
    double seconds() {
      return states.length * STEP;
    }
  }

  /**
   * Prepares.
   *
   * @param filters creates a filter for one environment
   * @param policy not modified
   */
  public DriftExperiment(RobotModel robot, Supplier<SafetyFilter> filters, TanhNetwork policy) {
    this.robot = robot;
    this.filters = filters;
    this.policy = policy;
  }

  /** The states of the chain. */
  DriftState states() {
    return states;
  }

  /**
   * Healthy runs of a minute each, cycling through all levels; none is expected to violate a limit.
   */
  List<Run> healthy(double hours, long seed, DoubleConsumer progress) {
    int runs = (int) Math.ceil(hours * 3600 / HEALTHY_SECONDS);
    return parallel(
        runs,
        progress,
        k -> run(null, k % states.levels(), HEALTHY_SECONDS, Seeds.stream(seed, k)));
  }

  /** Degraded runs, cycling through all kinds and all levels. */
  List<Run> degraded(int runs, long seed, DoubleConsumer progress) {
    Degradation.Kind[] kinds = Degradation.Kind.values();
    return parallel(
        runs,
        progress,
        k ->
            run(
                kinds[k % kinds.length],
                k / kinds.length % states.levels(),
                DEGRADED_SECONDS,
                Seeds.stream(seed, k)));
  }

  private interface Job {
    Run run(int k);
  }

  private static List<Run> parallel(int runs, DoubleConsumer progress, Job job) {
    Run[] all = new Run[runs];
    int[] done = {0};
    IntStream.range(0, runs)
        .parallel()
        .forEach(
            k -> {
              all[k] = job.run(k);
              synchronized (done) {
                progress.accept((double) ++done[0] / runs);
              }
            });
    return Arrays.asList(all);
  }

  private Run run(Degradation.Kind kind, int level, double seconds, SplittableRandom random) {
    List<Integer> seen = new ArrayList<>();
    long[] broken = {0};
    FilteredArm arm =
        new FilteredArm(
            robot,
            filters.get(),
            () -> EnvelopeLevels.DEFAULT.at(level),
            null,
            (status, violations) -> {
              broken[0] = violations;
              if (violations == 0) {
                seen.add(states.of(status));
              }
            });
    TanhNetwork own = new TanhNetwork(policy.sizes(), policy.parameters());
    float[] observation = new float[arm.observationSize()];
    float[] action = new float[arm.actionSize()];
    Degradation degradation = kind == null ? null : Degradation.draw(kind, robot.dof(), random);
    arm.reset(random.nextLong());
    while (arm.time() < seconds && broken[0] == 0) {
      arm.observe(observation);
      own.act(observation, action);
      if (degradation != null) {
        degradation.apply(arm.time(), arm.arm(), action, random);
      }
      arm.step(action);
    }
    return new Run(seen.stream().mapToInt(Integer::intValue).toArray(), broken[0] > 0, kind);
  }
}
