package org.reins.filter.sampleddata;

import org.reins.filter.barrier.NetworkBatch;

/**
 * A learned model in many states at once, bitwise identical to the results of {@link LearnedModel}
 * for single states. Not thread-safe.
 */
public final class ModelBatch {
  private final NetworkBatch network;
  private final float[] rate;
  private final float[] linear;
  private final int inputs;

  ModelBatch(NetworkBatch network, float[] rate, float[] linear) {
    this.network = network;
    this.rate = rate;
    this.linear = linear;
    inputs = network.outputs() / rate.length - 1;
  }

  /**
   * Evaluates f and G.
   *
   * @param x row by number, column by state, not modified
   * @param count columns
   * @param f row by number, overwritten
   * @param g Gᵢₖ in row i · inputs + k, overwritten
   */
  public void evaluate(double[][] x, int count, double[][] f, double[][] g) {
    for (int from = 0; from < count; from += NetworkBatch.COLUMNS) {
      int some = Math.min(NetworkBatch.COLUMNS, count - from);
      float[][] out = network.evaluate(x, from, some);
      for (int c = 0; c < some; c++) {
        int at = 0;
        for (int i = 0; i < rate.length; i++) {
          double s = linear[at++];
          for (int k = 0; k < network.features(); k++) {
            s += (double) linear[at++] * network.feature(k)[c];
          }
          f[i][from + c] = s + (double) rate[i] * out[i][c];
          for (int k = 0; k < inputs; k++) {
            int row = i * inputs + k;
            g[row][from + c] = linear[at++] + (double) rate[i] * out[rate.length + row][c];
          }
        }
      }
    }
  }
}
