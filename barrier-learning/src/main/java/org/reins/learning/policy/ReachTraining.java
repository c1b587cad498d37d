package org.reins.learning.policy;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.reins.robot.RobotModel;
import org.reins.sim.ReachInterface;

/**
 * Learns a reaching policy by an {@link EvolutionStrategy}. The same seed and settings give the
 * same policy, whatever the number of threads.
 */
public final class ReachTraining {
  private static final double SIGMA = 0.05;
  private static final double DECAY = 0.0005;

  private final RobotModel robot;
  private final Settings settings;
  private final int[] sizes;

  /**
   * How long and how widely to search.
   *
   * @param generations number of updates, 1 to 100000
   * @param pairs mirrored pairs a generation, 1 to 10000
   * @param episodes episodes a candidate, 1 to 1000
   * @param seed of everything random
   * @param threads 1 to 256
   */
  public record Settings(int generations, int pairs, int episodes, long seed, int threads) {
    /**
     * Checks ranges.
     *
     * @throws IllegalArgumentException naming the setting, its value and what is allowed
     */
    public Settings {
      require("generations", generations, 100_000);
      require("pairs", pairs, 10_000);
      require("episodes", episodes, 1_000);
      require("threads", threads, 256);
    }

    private static void require(String name, int value, int max) {
      if (value < 1 || value > max) {
        throw new IllegalArgumentException(name + " is " + value + ": allowed is 1 to " + max);
      }
    }
  }

  /** Told after each generation. */
  public interface Listener {
    /**
     * Takes the state of the training.
     *
     * @param generation how many are done
     * @param meanReturn of the policy on episodes held out from training
     * @param reachedShare share of those episodes that reached their goal
     */
    void generation(int generation, double meanReturn, double reachedShare);
  }

  /** Prepares a training. */
  public ReachTraining(RobotModel robot, Settings settings) {
    this.robot = robot;
    this.settings = settings;
    ReachInterface reach = new ReachInterface(robot);
    sizes = new int[] {reach.observationSize(), 48, 48, reach.actionSize()};
  }

  /** Trains and returns the policy. */
  public TanhNetwork run(Listener listener) {
    double[] theta = TanhNetwork.randomParameters(sizes, settings.seed());
    // A small last layer starts the search with a quiet arm.
    int last = sizes[sizes.length - 1] * (sizes[sizes.length - 2] + 1);
    for (int i = theta.length - last; i < theta.length; i++) {
      theta[i] *= 0.1;
    }
    EvolutionStrategy search = new EvolutionStrategy(theta, SIGMA, DECAY, settings.seed());
    ExecutorService pool = Executors.newFixedThreadPool(settings.threads());
    try {
      ReachReturn held = new ReachReturn(robot);
      for (int g = 0; g < settings.generations(); g++) {
        double progress = (double) g / settings.generations();
        double[] returns = returns(search, theta.length, g, pool);
        search.update(g, returns, 0.02 * (1 - 0.9 * progress));
        double mean = held.of(new TanhNetwork(sizes, theta), -1, 48);
        listener.generation(g + 1, mean, held.reachedShare());
      }
    } finally {
      pool.shutdownNow();
    }
    return new TanhNetwork(sizes, theta);
  }

  private double[] returns(
      EvolutionStrategy search, int length, int generation, ExecutorService pool) {
    int pairs = settings.pairs();
    double[] returns = new double[2 * pairs];
    Future<?>[] work = new Future<?>[settings.threads()];
    for (int t = 0; t < work.length; t++) {
      int first = t;
      work[t] =
          pool.submit(
              () -> {
                ReachReturn worth = new ReachReturn(robot);
                double[] candidate = new double[length];
                for (int k = first; k < 2 * pairs; k += settings.threads()) {
                  search.candidate(generation, k, candidate);
                  long episodeSeed = settings.seed() * 1_000_003 + generation;
                  returns[k] =
                      worth.of(new TanhNetwork(sizes, candidate), episodeSeed, settings.episodes());
                }
              });
    }
    for (Future<?> f : work) {
      await(f);
    }
    return returns;
  }

  private static void await(Future<?> f) {
    try {
      f.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("training was interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("an evaluation failed: " + e.getCause(), e.getCause());
    }
  }
}
