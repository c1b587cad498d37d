package org.reins.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;

/**
 * Fits a network (f, G) to the rates in the data: minimise the mean of ‖(x′ − x)/dt − f − G u‖²,
 * each number in units of its usual rate.
 */
final class ModelFit {
  private final LearningData data;
  private final boolean atTheMiddle;
  private final float[] rate;

  /**
   * Prepares a fit.
   *
   * @param atTheMiddle whether f and G are taken at (x + x′)/2, where the rate is right to second
   *     order in dt, instead of at x
   */
  ModelFit(LearningData data, boolean atTheMiddle) {
    this.data = data;
    this.atTheMiddle = atTheMiddle;
    int n = data.rows.stateSize();
    rate = new float[n];
    for (int i = 0; i < n; i++) {
      double square = 1e-12;
      for (int r = 0; r < data.rows.count(); r++) {
        double v = data.difference(r, i) / data.file.dt();
        square += v * v;
      }
      rate[i] = (float) Math.sqrt(square / data.rows.count());
    }
  }

  /** Unit of each ẋᵢ; not to be modified. */
  float[] rate() {
    return rate;
  }

  /** Outputs that the network needs. */
  int outputs() {
    return rate.length * (1 + data.rows.actionSize());
  }

  /** Takes steps with the network's optimiser. */
  void run(Network model, int steps, int batch, SplittableRandom random, Losses losses) {
    int n = rate.length;
    int m = data.rows.actionSize();
    float[] x = new float[batch * data.features];
    float[] u = new float[batch * m];
    float[] y = new float[batch * n];
    float[] at = new float[n];
    for (int s = 0; s < steps; s++) {
      for (int b = 0; b < batch; b++) {
        int row = data.draw(random);
        for (int i = 0; i < n; i++) {
          double d = data.difference(row, i);
          at[i] = (float) (data.rows.state()[row * n + i] + (atTheMiddle ? d / 2 : 0));
          y[b * n + i] = (float) (d / data.file.dt() / rate[i]);
        }
        data.normaliser.write(at, 0, x, b * data.features);
        System.arraycopy(data.rows.action(), row * m, u, b * m, m);
      }
      try (NDManager manager = model.manager().newSubManager()) {
        NDArray target = manager.create(y, new Shape(batch, n));
        NDArray input = manager.create(u, new Shape(batch, 1, m));
        losses.add(
            model.step(
                manager.create(x, new Shape(batch, data.features)),
                out -> {
                  NDArray f = out.get(":, 0:" + n);
                  NDArray g = out.get(":, " + n + ":").reshape(batch, n, m);
                  NDArray push = g.mul(input).sum(new int[] {2});
                  return target.sub(f).sub(push).square().mean();
                }));
      }
    }
  }
}
