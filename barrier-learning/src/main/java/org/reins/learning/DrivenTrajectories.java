package org.reins.learning;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.reins.filter.barrier.Barrier;
import org.reins.filter.sampled.HeldInput;
import org.reins.filter.sampled.ModelRate;
import org.reins.sim.Seeds;
import org.reins.sim.system.BenchmarkSystem;

/**
 * Lost trajectories of a benchmark system, for {@link Calibration}: from starts drawn evenly from
 * all states with h ≥ 0, never chosen by the barrier, the system is driven as safely as the barrier
 * can, u = argmax ∇B·G u in every period. Where that meets h &lt; 0 the start was a lost one, and
 * its score is B there.
 */
public final class DrivenTrajectories {
  private static final int CHUNK = 500;
  private static final int LOOKS = 4;

  private final BenchmarkSystem system;

  /** Prepares trajectories of a system. */
  public DrivenTrajectories(BenchmarkSystem system) {
    this.system = system;
  }

  /** Told shares of the work, 0 to 1. */
  public interface Progress {
    /** Takes a share. */
    void at(double share);
  }

  /**
   * Drives until so many trajectories were lost, or so many were tried.
   *
   * @param barriers makes a barrier, for each of many runs
   * @param wanted lost trajectories
   * @param most starts that are tried
   */
  public List<Calibration.Lost> lost(
      Supplier<? extends Barrier> barriers, int wanted, int most, long seed, Progress progress) {
    List<Calibration.Lost> all = new ArrayList<>();
    int chunksATime = 40;
    for (int done = 0; done < most / CHUNK && all.size() < wanted; done += chunksATime) {
      int from = done;
      IntStream.range(from, Math.min(most / CHUNK, from + chunksATime))
          .parallel()
          .mapToObj(k -> new Run(barriers.get()).lost(Seeds.stream(seed, k)))
          .forEachOrdered(all::addAll);
      progress.at(Math.max((double) all.size() / wanted, (double) done * CHUNK / most));
    }
    return all.size() > wanted ? List.copyOf(all.subList(0, wanted)) : all;
  }

  private final class Run {
    private final Barrier barrier;
    private final ModelRate rate;
    private final HeldInput plant = new HeldInput(system);
    private final double[] x = new double[system.states()];
    private final double[] u = new double[system.inputs()];

    Run(Barrier barrier) {
      this.barrier = barrier;
      rate = new ModelRate(system, barrier);
    }

    List<Calibration.Lost> lost(SplittableRandom random) {
      List<Calibration.Lost> found = new ArrayList<>();
      for (int e = 0; e < CHUNK; e++) {
        do {
          for (int i = 0; i < x.length; i++) {
            x[i] = random.nextDouble(system.lower()[i], system.upper()[i]);
          }
        } while (system.h(x) < 0);
        double score = barrier.evaluate(x);
        String region = region();
        if (meetsUnsafe()) {
          found.add(new Calibration.Lost(score, region));
        }
      }
      return found;
    }

    private boolean meetsUnsafe() {
      double[] still = system.disturbances()[0];
      int steps = (int) Math.ceil(system.horizon() / system.period());
      for (int k = 0; k < steps; k++) {
        rate.evaluate(x);
        system.inputSet().most(rate.row(), u);
        for (int look = 0; look < LOOKS; look++) {
          plant.step(x, u, still, system.period() / LOOKS);
          if (system.h(x) < 0) {
            return true;
          }
        }
        system.domain().keepInside(x);
      }
      return false;
    }

    /** Quarters (eighths, …) of the scored box by its first numbers. */
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
