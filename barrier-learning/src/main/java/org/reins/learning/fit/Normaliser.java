package org.reins.learning.fit;

import org.reins.sim.Transitions;

/**
 * Mean and standard deviation of each feature. A feature is a state number, or the cosine or sine
 * of an angle; cosines and sines are not scaled.
 *
 * @param mean one number per feature; not to be modified
 * @param scale one positive number per feature; not to be modified
 * @param angles which numbers of a state are angles; not to be modified
 */
public record Normaliser(float[] mean, float[] scale, int... angles) {
  private static final double LEAST = 1e-3;

  public static Normaliser of(Transitions data, int... angles) {
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
    float[] mean = new float[size + angles.length];
    float[] scale = new float[size + angles.length];
    java.util.Arrays.fill(scale, 1);
    for (int i = 0; i < size; i++) {
      double m = sum[i] / data.count();
      mean[i] = (float) m;
      scale[i] = (float) Math.max(LEAST, Math.sqrt(Math.max(0, square[i] / data.count() - m * m)));
    }
    for (int angle : angles) {
      mean[angle] = 0;
      scale[angle] = 1;
    }
    return new Normaliser(mean, scale, angles);
  }

  /** Writes row r of rows as normalised features to out, starting at an offset. */
  public void write(float[] rows, int r, float[] out, int at) {
    int size = mean.length - angles.length;
    for (int i = 0; i < size; i++) {
      out[at + i] = (rows[r * size + i] - mean[i]) / scale[i];
    }
    for (int k = 0; k < angles.length; k++) {
      double angle = rows[r * size + angles[k]];
      out[at + angles[k]] = (float) Math.cos(angle);
      out[at + size + k] = (float) Math.sin(angle);
    }
  }
}
