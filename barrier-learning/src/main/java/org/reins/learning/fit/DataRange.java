package org.reins.learning.fit;

import java.util.Arrays;
import org.reins.sim.Transitions;

/**
 * The region covered by the data. For each state number it is the range that contains all data
 * except a small share at either end. For cosine and sine of an angle it is −1 to 1. A barrier
 * makes no statement about states outside this region.
 *
 * @param lower one number per feature; not to be modified
 * @param upper one number per feature; not to be modified
 */
record DataRange(float[] lower, float[] upper) {
  private static final double TAIL = 0.005;

  static DataRange of(Transitions data, int... angles) {
    int size = data.stateSize();
    float[] lower = new float[size + angles.length];
    float[] upper = new float[size + angles.length];
    Arrays.fill(lower, -1);
    Arrays.fill(upper, 1);
    float[] column = new float[data.count()];
    for (int i = 0; i < size; i++) {
      for (int r = 0; r < column.length; r++) {
        column[r] = data.state()[r * size + i];
      }
      Arrays.sort(column);
      int tail = (int) (TAIL * column.length);
      lower[i] = column[tail];
      upper[i] = column[column.length - 1 - tail];
    }
    for (int angle : angles) {
      lower[angle] = -1;
      upper[angle] = 1;
    }
    return new DataRange(lower, upper);
  }
}
