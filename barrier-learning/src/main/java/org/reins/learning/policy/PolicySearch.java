package org.reins.learning.policy;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.reins.filter.observation.Policy;

/**
 * Learns a policy by an {@link EvolutionStrategy} on several threads. The same seed and settings
 * give the same policy, whatever the number of threads.
 */
public final class PolicySearch {
  private static final double SIGMA = 0.05;
  private static final double DECAY = 0.0005;
  private static final double RATE = 0.02;

  private final int[] sizes;
  private final Settings settings;
  private final Supplier<Worth> task;

  /**
   * Size of a search.
   *
   * @param generations number of updates, 1 to 100000
   * @param pairs mirrored pairs per generation, 1 to 10000
   * @param episodes episodes per candidate, 1 to 1000
   * @param seed seed of everything random
   * @param threads number of threads, 1 to 256
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

  /** A task with its simulator; one per thread. */
  public interface Worth {
    /** Returns the mean return of a policy over episodes drawn from a seed. */
    double of(Policy policy, long seed, int episodes);

    /** Returns the share of successful episodes in the last call. */
    double successShare();
  }

  /** Receives the progress after each generation. */
  public interface Listener {
    /**
     * Receives the state of the training.
     *
     * @param generation number of finished generations
     * @param meanReturn mean return of the policy on episodes held out from training
     * @param successShare share of these episodes that succeeded
     */
    void generation(int generation, double meanReturn, double successShare);
  }

  /**
   * Prepares a search.
   *
   * @param sizes sizes of the network's input and layers
   * @param task makes the task, once per thread
   */
  public PolicySearch(int[] sizes, Settings settings, Supplier<Worth> task) {
    this.sizes = sizes.clone();
    this.settings = settings;
    this.task = task;
  }

  /** Runs the search and returns the policy. */
  public TanhNetwork run(Listener listener) {
    double[] theta = TanhNetwork.randomParameters(sizes, settings.seed());
    // With a small last layer, the search starts with a nearly motionless robot.
    int last = sizes[sizes.length - 1] * (sizes[sizes.length - 2] + 1);
    for (int i = theta.length - last; i < theta.length; i++) {
      theta[i] *= 0.1;
    }
    EvolutionStrategy search = new EvolutionStrategy(theta, SIGMA, DECAY, settings.seed());
    ExecutorService pool = Executors.newFixedThreadPool(settings.threads());
    try {
      Worth held = task.get();
      for (int g = 0; g < settings.generations(); g++) {
        double progress = (double) g / settings.generations();
        double[] returns = returns(search, theta.length, g, pool);
        search.update(g, returns, RATE * (1 - 0.9 * progress));
        double mean = held.of(new TanhNetwork(sizes, theta), -1, 48);
        listener.generation(g + 1, mean, held.successShare());
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
                Worth worth = task.get();
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
