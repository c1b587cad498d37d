package org.reins.launch.experiment;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.reins.learning.policy.EvolutionStrategy;
import org.reins.learning.policy.TanhNetwork;

/**
 * Fine-tunes a policy behind the filter with an {@link EvolutionStrategy}: one robot, one rollout
 * after the other, so that a planner sees the same sequence as on a real one. The same settings,
 * seed and environment give the same result.
 */
public final class FineTuning {
  private static final double SIGMA = 0.03;
  private static final double RATE = 0.003;
  // Far from the training seeds.
  private static final long HELD_OUT = 1_000_000;

  private final Settings settings;
  private final TaskEnvironment course;

  /**
   * Extent of the search.
   *
   * @param generations number of updates
   * @param pairs mirrored pairs per generation
   * @param seconds length of a rollout
   * @param testEpisodes episodes of {@code testSeconds} for the test of the final policy
   * @param testSeconds s
   */
  public record Settings(
      int generations, int pairs, double seconds, int testEpisodes, double testSeconds) {
    /** Policy steps per generation. */
    long stepsPerGeneration(double period) {
      return 2L * pairs * Math.round(seconds / period);
    }
  }

  /**
   * The result of a training.
   *
   * @param curve mean return of each generation's rollouts, per minute
   * @param levels mean envelope level of each generation
   * @param violations of true limits during the training
   * @param nearViolations stretches close to one during the training
   * @param finalReturn per minute, of the final policy, on held-out episodes
   * @param success share of the tasks completed in those episodes
   * @param policy the final policy
   */
  public record Outcome(
      double[] curve,
      double[] levels,
      long violations,
      long nearViolations,
      double finalReturn,
      double success,
      TanhNetwork policy) {}

  FineTuning(Settings settings, TaskEnvironment course) {
    this.settings = settings;
    this.course = course;
  }

  /**
   * Trains.
   *
   * @param start not modified
   * @param listener receives the number of completed generations
   */
  Outcome run(TanhNetwork start, long seed, IntConsumer listener) {
    double[] theta = start.parameters().clone();
    EvolutionStrategy search = new EvolutionStrategy(theta, SIGMA, 0, seed);
    double[] parameters = new double[theta.length];
    TanhNetwork candidate = new TanhNetwork(start.sizes(), parameters);
    double[] returns = new double[2 * settings.pairs()];
    double[] curve = new double[settings.generations()];
    double[] levels = new double[settings.generations()];
    long violations = 0;
    long near = 0;
    for (int g = 0; g < settings.generations(); g++) {
      for (int k = 0; k < returns.length; k++) {
        search.candidate(g, k, parameters);
        returns[k] = rollout(candidate, 1_000 * seed + g, settings.seconds());
        levels[g] += (double) course.level() / returns.length;
        violations += course.violations();
        near += course.nearViolations();
      }
      search.update(g, returns, RATE);
      curve[g] = Arrays.stream(returns).average().orElseThrow();
      listener.accept(g + 1);
    }
    TanhNetwork trained = new TanhNetwork(start.sizes(), theta);
    double sum = 0;
    long done = 0;
    long ended = 0;
    for (int e = 0; e < settings.testEpisodes(); e++) {
      sum += rollout(trained, HELD_OUT + e, settings.testSeconds());
      done += course.done();
      ended += course.done() + course.failed();
    }
    return new Outcome(
        curve,
        levels,
        violations,
        near,
        sum / settings.testEpisodes(),
        (double) done / Math.max(1, ended),
        trained);
  }

  /** Runs a policy from the start; returns the reward per minute. */
  private double rollout(TanhNetwork policy, long seed, double seconds) {
    course.reset(seed);
    long steps = Math.round(seconds / course.period());
    double sum = 0;
    for (long s = 0; s < steps && !course.isOver(); s++) {
      sum += course.step(policy);
    }
    return sum / seconds * 60;
  }
}
