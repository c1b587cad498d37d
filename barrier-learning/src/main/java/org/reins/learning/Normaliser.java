package org.reins.learning;

import org.reins.sim.Transitions;

/**
 * Mean and standard deviation of each number in a state.
 *
 * @param mean length of a state; not to be modified
 * @param scale length of a state, positive; not to be modified
 */
record Normaliser(float[] mean, float[] scale) {
  private static final double LEAST = 1e-3;

  static Normaliser of(Transitions data) {
    int size = data.stateSize();
    double[] sum = new double[size];
    double[] square = new double[size];
    for (int r = 0; r < data.count(); r++) {
      for (int i = 0; i < size; i++) {
        double v = data.state()[r * size + i];
        sum[i] += v;
        square[i] += v * v;
      }
    }
    float[] mean = new float[size];
    float[] scale = new float[size];
    for (int i = 0; i < size; i++) {
      double m = sum[i] / data.count();
      mean[i] = (float) m;
      scale[i] = (float) Math.max(LEAST, Math.sqrt(Math.max(0, square[i] / data.count() - m * m)));
    }
    return new Normaliser(mean, scale);
  }

  /** Writes row r of rows, normalised, at an offset of out. */
  void write(float[] rows, int r, float[] out, int at) {
    int size = mean.length;
    for (int i = 0; i < size; i++) {
      out[at + i] = (rows[r * size + i] - mean[i]) / scale[i];
    }
  }
}
