package org.reins.learning.assurance;

import java.util.ArrayList;
import java.util.List;
import org.reins.filter.barrier.Barrier;
import org.reins.learning.fit.LearningData;
import org.reins.sim.TransitionFile;

/**
 * Lost trajectories of a recording, for {@link Calibration}. The score of a trajectory is the
 * largest B over its unsafe states (h &lt; 0). The results hold for trajectories like the recorded
 * ones, not for trajectories under a filter.
 */
public final class HeldOutTrajectories {
  private final LearningData data;

  /**
   * Takes the episodes that are held out from training.
   *
   * @throws IllegalArgumentException when there are too few
   */
  public HeldOutTrajectories(TransitionFile file, int... angles) {
    data = new LearningData(file, angles);
  }

  /** The lost trajectories under a barrier. */
  public List<Calibration.Lost> lost(Barrier barrier) {
    List<Calibration.Lost> all = new ArrayList<>();
    double[] x = new double[data.rows.stateSize()];
    for (int[] trajectory : data.heldOut) {
      double worst = Double.NEGATIVE_INFINITY;
      for (int row : trajectory) {
        if (data.rows.h()[row] < 0) {
          data.state(row, x);
          worst = Math.max(worst, barrier.evaluate(x));
        }
      }
      if (worst > Double.NEGATIVE_INFINITY) {
        all.add(new Calibration.Lost(worst, "recorded", ""));
      }
    }
    return all;
  }

  /**
   * How a margin classifies the held-out states.
   *
   * @param falseSafe share of unsafe states with B &gt; δ
   * @param falseUnsafe share of clearly safe states with B ≤ δ; clearly safe means that h is above
   *     a sixth of the usual margin
   */
  public record States(double falseSafe, double falseUnsafe) {}

  /** Counts held-out states. */
  public States states(Barrier barrier, double delta) {
    double clearlySafe = data.usualMargin() / 6;
    double[] x = new double[data.rows.stateSize()];
    long[] unsafe = new long[2];
    long[] safe = new long[2];
    for (int[] trajectory : data.heldOut) {
      for (int row : trajectory) {
        double h = data.rows.h()[row];
        if (h >= 0 && h <= clearlySafe) {
          continue;
        }
        data.state(row, x);
        boolean says = barrier.evaluate(x) > delta;
        (h < 0 ? unsafe : safe)[says ? 1 : 0]++;
      }
    }
    return new States(share(unsafe[1], unsafe[0]), share(safe[0], safe[1]));
  }

  private static double share(long part, long rest) {
    return (double) part / Math.max(1, part + rest);
  }
}
