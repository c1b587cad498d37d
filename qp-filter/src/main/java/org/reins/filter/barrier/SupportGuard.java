package org.reins.filter.barrier;

import java.util.Arrays;

/**
 * Checks whether a state and an action are inside the data from which a barrier was learned.
 *
 * <p>The score of (x, u) is the smallest ‖z − cₖ‖² / rₖ² over a few hundred centres of the data,
 * with z the features of x and the scaled u, and rₖ the usual distance between centre k and its
 * data. Its conformal p-value is (1 + the number of calibration scores that are not smaller) / (1 +
 * their number): for a pair that is exchangeable with the calibration data, P(p ≤ ε) ≤ ε.
 * Evaluating allocates nothing; not thread-safe.
 */
public final class SupportGuard {
  /** Name of the table of centres in barrier files: rows of features and scaled actions. */
  public static final String CENTRES = "guard.centres";

  /** Name of the table of rₖ². */
  public static final String SPREAD = "guard.spread";

  /** Name of the table of action scales. */
  public static final String ACTION_SCALE = "guard.action_scale";

  /** Name of the table of calibration scores, in rising order. */
  public static final String SCORES = "guard.scores";

  private final Features features;
  private final float[] mean;
  private final float[] inverseScale;
  private final float[] inverseActionScale;
  private final float[][] centres;
  private final float[] inverseSpread;
  private final float[] scores;
  private final float[] z;
  private final float[] distance;
  private float score;

  private SupportGuard(BarrierFile file) {
    features = new Features(file.states(), file.angles());
    mean = file.mean();
    inverseScale = inverses(file.scale());
    inverseActionScale = inverses(file.table(ACTION_SCALE));
    scores = file.table(SCORES);
    float[] rows = file.table(CENTRES);
    float[] spread = file.table(SPREAD);
    FurtherTensors.requireDivisors(ACTION_SCALE, file.table(ACTION_SCALE));
    FurtherTensors.requireDivisors(SPREAD, spread);
    for (int k = 0; k < scores.length; k++) {
      // They are searched by bisection.
      if (!(scores[k] >= (k == 0 ? 0 : scores[k - 1]))) {
        throw new BarrierFileException(
            SCORES
                + " holds "
                + scores[k]
                + (k == 0 ? "" : " after " + scores[k - 1])
                + ": scores must not be negative and must not fall");
      }
    }
    int size = mean.length + inverseActionScale.length;
    if (rows.length != spread.length * size) {
      throw new BarrierFileException(
          "tensor "
              + CENTRES
              + " has "
              + rows.length
              + " numbers: it must have "
              + spread.length
              + " rows of "
              + size);
    }
    int padded = NetworkKernel.pad(spread.length);
    centres = new float[size][padded];
    inverseSpread = new float[padded];
    for (int k = 0; k < padded; k++) {
      int from = Math.min(k, spread.length - 1);
      inverseSpread[k] = 1 / spread[from];
      for (int i = 0; i < size; i++) {
        centres[i][k] = rows[from * size + i];
      }
    }
    z = new float[size];
    distance = new float[padded];
  }

  /**
   * The guard in a file; null if it has none.
   *
   * @throws BarrierFileException naming the tensor that is missing or invalid
   */
  public static SupportGuard of(BarrierFile file) {
    String missing = "";
    int found = 0;
    for (String table : new String[] {CENTRES, SPREAD, ACTION_SCALE, SCORES}) {
      if (file.table(table) == null) {
        missing = table;
      } else {
        found++;
      }
    }
    if (found > 0 && !missing.isEmpty()) {
      // If it were silently ignored, nothing would count as out of distribution.
      throw new BarrierFileException(
          "tensor " + missing + " is missing: a guard needs it in addition to its others");
    }
    return found == 0 ? null : new SupportGuard(file);
  }

  private static float[] inverses(float[] values) {
    float[] out = new float[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = 1 / values[i];
    }
    return out;
  }

  /**
   * The p-value of a state and an action.
   *
   * @param x state, not modified
   * @param u action, not modified
   * @return above 0 to 1; the smallest possible p-value if a number is not finite
   */
  public double pValue(double[] x, double[] u) {
    features.write(x, mean, inverseScale, z);
    for (int i = 0; i < inverseActionScale.length; i++) {
      z[mean.length + i] = (float) u[i] * inverseActionScale[i];
    }
    score = score();
    // Not found, or among equals: the position where it would be inserted.
    int low = 0;
    int high = scores.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (scores[middle] >= score) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return (1.0 + scores.length - low) / (1.0 + scores.length);
  }

  private float score() {
    Arrays.fill(distance, 0);
    for (int i = 0; i < z.length; i++) {
      add(centres[i], z[i], distance);
    }
    float least = Float.POSITIVE_INFINITY;
    for (int k = 0; k < distance.length; k++) {
      least = Math.min(least, distance[k] * inverseSpread[k]);
    }
    // NaN compares false with every score and would pass as the most typical pair.
    return least >= 0 ? least : Float.POSITIVE_INFINITY;
  }

  private static void add(float[] centre, float z, float[] distance) {
    for (int k = 0; k < distance.length; k++) {
      float d = centre[k] - z;
      distance[k] += d * d;
    }
  }

  /** The score of the last p-value. */
  public double lastScore() {
    return score;
  }

  /** The smallest possible p-value. */
  public double smallest() {
    return 1.0 / (1 + scores.length);
  }
}
