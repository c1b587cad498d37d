package org.reins.learning.fit;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.barrier.SupportGuard;
import org.reins.sim.Seeds;
import org.reins.sim.TransitionFile;

/**
 * Makes the out-of-distribution guard of a barrier file. The centres come from Lloyd's k-means over
 * features and scaled actions of the training rows. The calibration scores come from one random row
 * of each held-out trajectory: trajectories are exchangeable with each other, rows of one
 * trajectory are not.
 */
public final class GuardFit {
  private static final int CENTRES = 128;
  private static final int SAMPLE = 20_000;
  private static final int PASSES = 12;
  private static final int LEAST_TRAJECTORIES = 99;

  private final LearningData data;
  private final int size;
  private final SplittableRandom random;

  private GuardFit(TransitionFile file, long seed, int... angles) {
    data = new LearningData(file, angles);
    size = data.features + data.rows.actionSize();
    random = Seeds.stream(seed, 0);
  }

  /** Whether a recording has enough held-out trajectories. */
  public static boolean possible(TransitionFile file) {
    return new LearningData(file).heldOut.size() >= LEAST_TRAJECTORIES;
  }

  /**
   * The barrier with a guard.
   *
   * @throws IllegalArgumentException when there are too few held-out trajectories
   */
  public static BarrierFile addTo(BarrierFile barrier, TransitionFile file, long seed) {
    return new GuardFit(file, seed, barrier.angles()).guarded(barrier);
  }

  private BarrierFile guarded(BarrierFile barrier) {
    if (data.heldOut.size() < LEAST_TRAJECTORIES) {
      throw new IllegalArgumentException(
          data.heldOut.size()
              + " held-out trajectories: a guard for out-of-distribution states needs at least "
              + LEAST_TRAJECTORIES);
    }
    float[] sample = new float[SAMPLE * size];
    for (int s = 0; s < SAMPLE; s++) {
      write(data.draw(random), sample, s * size);
    }
    float[] centres = new float[CENTRES * size];
    for (int k = 0; k < CENTRES; k++) {
      System.arraycopy(sample, random.nextInt(SAMPLE) * size, centres, k * size, size);
    }
    float[] spread = new float[CENTRES];
    for (int pass = 0; pass < PASSES; pass++) {
      move(sample, centres, spread);
    }
    BarrierFile uncalibrated =
        barrier
            .withTable(SupportGuard.CENTRES, size, centres)
            .withTable(SupportGuard.SPREAD, 1, spread)
            .withTable(SupportGuard.ACTION_SCALE, 1, data.actionScale)
            .withTable(SupportGuard.SCORES, 1, 0);
    return uncalibrated.withTable(SupportGuard.SCORES, 1, scores(uncalibrated));
  }

  private void write(int row, float[] out, int at) {
    data.normaliser.write(data.rows.state(), row, out, at);
    int m = data.rows.actionSize();
    for (int i = 0; i < m; i++) {
      out[at + data.features + i] = data.rows.action()[row * m + i] / data.actionScale[i];
    }
  }

  /** One pass of Lloyd's algorithm. An empty centre is moved to a new row. */
  private void move(float[] sample, float[] centres, float[] spread) {
    double[] sum = new double[centres.length];
    double[] square = new double[CENTRES];
    int[] count = new int[CENTRES];
    for (int s = 0; s < SAMPLE; s++) {
      int nearest = 0;
      float least = Float.POSITIVE_INFINITY;
      for (int k = 0; k < CENTRES; k++) {
        float d = 0;
        for (int i = 0; i < size; i++) {
          float e = sample[s * size + i] - centres[k * size + i];
          d += e * e;
        }
        if (d < least) {
          least = d;
          nearest = k;
        }
      }
      count[nearest]++;
      square[nearest] += least;
      for (int i = 0; i < size; i++) {
        sum[nearest * size + i] += sample[s * size + i];
      }
    }
    double usual = Arrays.stream(square).sum() / SAMPLE;
    for (int k = 0; k < CENTRES; k++) {
      if (count[k] == 0) {
        System.arraycopy(sample, random.nextInt(SAMPLE) * size, centres, k * size, size);
      }
      for (int i = 0; i < size && count[k] > 0; i++) {
        centres[k * size + i] = (float) (sum[k * size + i] / count[k]);
      }
      // A centre with few rows would underestimate the size of its neighbourhood.
      spread[k] = (float) ((square[k] + 10 * usual) / (count[k] + 10));
    }
  }

  private float[] scores(BarrierFile uncalibrated) {
    SupportGuard guard = SupportGuard.of(uncalibrated);
    double[] x = new double[data.rows.stateSize()];
    double[] u = new double[data.rows.actionSize()];
    float[] scores = new float[data.heldOut.size()];
    for (int t = 0; t < scores.length; t++) {
      int[] trajectory = data.heldOut.get(t);
      int row = trajectory[random.nextInt(trajectory.length)];
      data.state(row, x);
      for (int i = 0; i < u.length; i++) {
        u[i] = data.rows.action()[row * u.length + i];
      }
      guard.pValue(x, u);
      scores[t] = (float) guard.lastScore();
    }
    Arrays.sort(scores);
    return scores;
  }
}
