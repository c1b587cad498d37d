package org.reins.learning;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.reins.filter.barrier.Barrier;
import org.reins.filter.sampled.HeldInput;
import org.reins.filter.sampled.ModelRate;
import org.reins.sim.Seeds;
import org.reins.sim.system.BenchmarkSystem;

/**
 * Lost trajectories of a benchmark system, for {@link Calibration}, of two kinds. From starts drawn
 * evenly from all states with h ≥ 0, never chosen by the barrier, the system is driven as safely as
 * the barrier can, u = argmax ∇B·G u, decided 150 times a horizon. Where that meets h &lt; 0 the
 * start was a lost one, and its score is B in the start. And from such starts the system is driven
 * by inputs that know nothing of safety, drawn at random and held; where that first meets h &lt; 0,
 * the score is B in that state: no filter that keeps B ≥ δ may pass there.
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
   * Drives until so many trajectories of each kind were lost, or so many were tried.
   *
   * @param barriers makes a barrier, for each of many runs
   * @param wanted lost trajectories of each kind
   * @param most starts that are tried for each kind
   * @param progress told shares of the work, 0 to 1
   */
  public List<Calibration.Lost> lost(
      Supplier<? extends Barrier> barriers,
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
    private final Barrier barrier;
    private final ModelRate rate;
    private final HeldInput plant = new HeldInput(system);
    private final double[] x = new double[system.states()];
    private final double[] u = new double[system.inputs()];

    Run(Barrier barrier) {
      this.barrier = barrier;
      rate = new ModelRate(system, barrier);
    }

    List<Calibration.Lost> lost(SplittableRandom random, boolean safest) {
      List<Calibration.Lost> found = new ArrayList<>();
      for (int e = 0; e < CHUNK; e++) {
        do {
          for (int i = 0; i < x.length; i++) {
            x[i] = random.nextDouble(system.lower()[i], system.upper()[i]);
          }
        } while (system.h(x) < 0);
        double score = barrier.evaluate(x);
        String region = region();
        if (safest && meetsUnsafe(null)) {
          found.add(new Calibration.Lost(score, "driven as safely as can be", region));
        } else if (!safest && meetsUnsafe(random)) {
          found.add(new Calibration.Lost(barrier.evaluate(x), "driven at random", region()));
        }
      }
      return found;
    }

    /** Drives at random, or as safely as can be without it; x ends where h is first negative. */
    private boolean meetsUnsafe(SplittableRandom random) {
      double[] still = system.disturbances()[0];
      double period = system.period();
      int hold = (int) Math.max(1, Math.round(system.horizon() / DECISIONS / period));
      int periods = (int) Math.ceil(system.horizon() / period);
      for (int k = 0; k < periods; k++) {
        if (random != null && k % (RANDOM_HOLD * hold) == 0) {
          system.inputSet().draw(random, u);
        } else if (random == null && k % hold == 0) {
          rate.evaluate(x);
          system.inputSet().most(rate.row(), u);
        }
        plant.step(x, u, still, period);
        if (system.h(x) < 0) {
          return true;
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
