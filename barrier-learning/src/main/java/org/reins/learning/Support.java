package org.reins.learning;

import java.util.Arrays;
import org.reins.sim.Transitions;

/**
 * Where the data are: for each number of a state the range that holds all but a small share at
 * either end. A barrier says nothing about states outside it.
 *
 * @param lower length of a state; not to be modified
 * @param upper length of a state; not to be modified
 */
record Support(float[] lower, float[] upper) {
  private static final double TAIL = 0.005;

  static Support of(Transitions data) {
    int size = data.stateSize();
    float[] lower = new float[size];
    float[] upper = new float[size];
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
    return new Support(lower, upper);
  }
}
