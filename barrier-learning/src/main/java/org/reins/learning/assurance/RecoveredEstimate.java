package org.reins.learning.assurance;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.reins.filter.barrier.Barrier;
import org.reins.learning.fit.LearningData;
import org.reins.sim.Seeds;
import org.reins.sim.TransitionFile;

/**
 * The share of known safe states that a barrier under training calls safe, that is, has B ≥ 0. A
 * recorded state is known to be safe if the rest of its episode stayed safe and is at least half as
 * long as the longest episode. No ground truth is needed.
 */
public final class RecoveredEstimate {
  private static final int SAMPLE = 2_000;

  private final LearningData data;
  private final int[] rows;

  /** Draws the states. */
  public RecoveredEstimate(TransitionFile file, long seed, int... angles) {
    data = new LearningData(file, angles);
    int count = data.rows.count();
    int[] left = new int[count];
    boolean[] safe = new boolean[count];
    int longest = 0;
    for (int r = count - 1; r >= 0; r--) {
      boolean last = r == count - 1 || data.rows.episode()[r] != data.rows.episode()[r + 1];
      left[r] = last ? 1 : left[r + 1] + 1;
      safe[r] = data.rows.h()[r] >= 0 && (last || safe[r + 1]);
      longest = Math.max(longest, left[r]);
    }
    int[] known = new int[count];
    int n = 0;
    for (int r = 0; r < count; r++) {
      if (safe[r] && 2 * left[r] >= longest) {
        known[n++] = r;
      }
    }
    SplittableRandom random = Seeds.stream(seed, 0);
    rows = new int[n == 0 ? 0 : SAMPLE];
    int from = n;
    Arrays.setAll(rows, k -> known[random.nextInt(from)]);
  }

  /** The share; NaN when no recorded state is known to be safe. */
  public double of(Barrier barrier) {
    double[] x = new double[data.rows.stateSize()];
    int found = 0;
    for (int row : rows) {
      data.state(row, x);
      found += barrier.evaluate(x) >= 0 ? 1 : 0;
    }
    return rows.length == 0 ? Double.NaN : (double) found / rows.length;
  }
}
