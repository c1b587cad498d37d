package org.reins.learning.assurance;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.reins.filter.barrier.BatchedBarrier;
import org.reins.filter.sampleddata.HeldInput;
import org.reins.sim.Seeds;
import org.reins.sim.system.BenchmarkSystem;

/**
 * Lost trajectories of a benchmark system, for {@link Calibration}. Starts are drawn evenly from
 * all states with h ≥ 0; the barrier does not choose them. There are two kinds of trajectories.
 *
 * <p>In the first kind, the system is driven as safely as the barrier can, u = argmax ∇B·G u, with
 * 150 decisions per horizon. If the trajectory meets h &lt; 0, the start was lost, and its score is
 * B at the start. In the second kind, the system is driven by random, held inputs that ignore
 * safety. Where the trajectory first meets h &lt; 0, the score is B in that state: no filter that
 * keeps B ≥ δ may reach it.
 */
public final class DrivenTrajectories {
  private static final int CHUNK = 500;
  private static final int CHUNKS_A_TIME = 20;
  private static final int DECISIONS = 150;
  private static final int RANDOM_HOLD = 15;

  private final BenchmarkSystem system;

  /** Prepares trajectories of a system. */
  public DrivenTrajectories(BenchmarkSystem system) {
    this.system = system;
  }

  /**
   * Drives until enough trajectories of each kind were lost, or enough were tried.
   *
   * @param barriers makes a barrier for each of many runs
   * @param wanted number of lost trajectories of each kind
   * @param most largest number of starts to try for each kind
   * @param progress receives the share of finished work, 0 to 1
   */
  public List<Calibration.Lost> lost(
      Supplier<? extends BatchedBarrier> barriers,
      int wanted,
      int most,
      long seed,
      DoubleConsumer progress) {
    List<Calibration.Lost> all = new ArrayList<>();
    for (boolean safest : new boolean[] {true, false}) {
      List<Calibration.Lost> found = new ArrayList<>();
      for (int done = 0; done < most / CHUNK && found.size() < wanted; done += CHUNKS_A_TIME) {
        IntStream.range(done, Math.min(most / CHUNK, done + CHUNKS_A_TIME))
            .parallel()
            .mapToObj(
                k ->
                    new Run(barriers.get())
                        .lost(Seeds.stream(seed, 2L * k + (safest ? 0 : 1)), safest))
            .forEachOrdered(found::addAll);
        double share = Math.max((double) found.size() / wanted, (double) done * CHUNK / most);
        progress.accept((Math.min(1, share) + (safest ? 0 : 1)) / 2);
      }
      all.addAll(found.size() > wanted ? found.subList(0, wanted) : found);
    }
    return all;
  }

  private final class Run {
    private final BatchedBarrier barrier;
    private final HeldInput plant = new HeldInput(system);
    private final int n = system.states();
    private final int m = system.inputs();
    private final double period = system.period();
    private final int hold = (int) Math.max(1, Math.round(system.horizon() / DECISIONS / period));
    private final int periods = (int) Math.ceil(system.horizon() / period);
    // A column is a running trajectory. The last column takes the place of one that ends.
    private final double[][] states = new double[n][CHUNK];
    private final double[][] gradient = new double[n][CHUNK];
    private final double[] value = new double[CHUNK];
    private final double[][] inputs = new double[CHUNK][m];
    private final int[] who = new int[CHUNK];
    private final double[] x = new double[n];
    private final double[] u = new double[m];
    private final double[] f = new double[n];
    private final double[] g = new double[n * m];
    private final double[] direction = new double[m];

    Run(BatchedBarrier barrier) {
      this.barrier = barrier;
    }

    List<Calibration.Lost> lost(SplittableRandom random, boolean safest) {
      return safest ? drivenSafely(random) : drivenAtRandom(random);
    }

    private List<Calibration.Lost> drivenSafely(SplittableRandom random) {
      String[] region = new String[CHUNK];
      for (int e = 0; e < CHUNK; e++) {
        drawStart(random);
        region[e] = region();
        who[e] = e;
        put(e);
      }
      decide(CHUNK);
      double[] score = value.clone();
      boolean[] lost = new boolean[CHUNK];
      int count = CHUNK;
      for (int k = 0; k < periods && count > 0; k++) {
        if (k > 0 && k % hold == 0) {
          decide(count);
        }
        for (int c = count - 1; c >= 0; c--) {
          take(c);
          if (meetsUnsafe(inputs[c])) {
            lost[who[c]] = true;
            count--;
            take(count);
            who[c] = who[count];
            System.arraycopy(inputs[count], 0, inputs[c], 0, m);
          }
          put(c);
        }
      }
      List<Calibration.Lost> found = new ArrayList<>();
      for (int e = 0; e < CHUNK; e++) {
        if (lost[e]) {
          found.add(new Calibration.Lost(score[e], "driven as safely as can be", region[e]));
        }
      }
      return found;
    }

    private List<Calibration.Lost> drivenAtRandom(SplittableRandom random) {
      List<String> regions = new ArrayList<>();
      for (int e = 0; e < CHUNK; e++) {
        drawStart(random);
        for (int k = 0; k < periods; k++) {
          if (k % (RANDOM_HOLD * hold) == 0) {
            system.inputSet().draw(random, u);
          }
          if (meetsUnsafe(u)) {
            put(regions.size());
            regions.add(region());
            break;
          }
        }
      }
      barrier.evaluate(states, regions.size(), value, gradient);
      List<Calibration.Lost> found = new ArrayList<>();
      for (int c = 0; c < regions.size(); c++) {
        found.add(new Calibration.Lost(value[c], "driven at random", regions.get(c)));
      }
      return found;
    }

    private void drawStart(SplittableRandom random) {
      do {
        for (int i = 0; i < n; i++) {
          x[i] = random.nextDouble(system.lower()[i], system.upper()[i]);
        }
      } while (system.h(x) < 0);
    }

    private void put(int column) {
      for (int i = 0; i < n; i++) {
        states[i][column] = x[i];
      }
    }

    private void take(int column) {
      for (int i = 0; i < n; i++) {
        x[i] = states[i][column];
      }
    }

    /** u = argmax ∇B·G u of each column. */
    private void decide(int count) {
      barrier.evaluate(states, count, value, gradient);
      for (int c = 0; c < count; c++) {
        take(c);
        system.evaluate(x, f, g);
        for (int k = 0; k < m; k++) {
          double sum = 0;
          for (int i = 0; i < n; i++) {
            sum += gradient[i][c] * g[i * m + k];
          }
          direction[k] = sum;
        }
        system.inputSet().most(direction, inputs[c]);
      }
    }

    /** Moves x forward by a period. Where h is then negative, x no longer moves. */
    private boolean meetsUnsafe(double[] input) {
      plant.step(x, input, system.disturbances()[0], period);
      if (system.h(x) < 0) {
        return true;
      }
      system.domain().keepInside(x);
      return false;
    }

    /** Quarters (eighths, …) of the scored box along its first state numbers. */
    private String region() {
      StringBuilder name = new StringBuilder();
      for (int i = 0; i < Math.min(2, x.length); i++) {
        double middle = (system.lower()[i] + system.upper()[i]) / 2;
        name.append(i == 0 ? "" : ", ")
            .append(system.stateNames().get(i).replaceFirst(" .*", ""))
            .append(x[i] < middle ? " < " : " ≥ ")
            .append(middle);
      }
      return name.toString();
    }
  }
}
