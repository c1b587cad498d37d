package org.reins.learning.fit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;

/**
 * Fits dynamics ẋ = f(x) + G(x) u to the rates in the data. The linear part is optionally fitted by
 * least squares. A network fits the rest by minimising the mean square, with each number in units
 * of its typical size.
 */
public final class ModelFit {
  /** Share of the typical rate. Smaller residuals are not worth the network's precision. */
  private static final double LEAST_REST = 1e-3;

  private final LearningData data;
  private final LinearRates linear;
  private final float[] rate;

  /**
   * Prepares a fit.
   *
   * @param linear the linear part of the rates; f and G are then evaluated at (x + x′)/2. Null for
   *     none; f and G are then evaluated at x, as in V-OCBF
   */
  public ModelFit(LearningData data, LinearRates linear) {
    this.data = data;
    this.linear = linear;
    int n = data.rows.stateSize();
    rate = new float[n];
    double[] square = new double[n];
    double[] all = new double[n];
    Row row = new Row();
    for (int r = 0; r < data.rows.count(); r++) {
      row.load(r);
      for (int i = 0; i < n; i++) {
        double v = data.difference(r, i) / data.file.dt();
        all[i] += v * v;
        double rest = row.rest(i);
        square[i] += rest * rest;
      }
    }
    for (int i = 0; i < n; i++) {
      double floor = linear == null ? 0 : LEAST_REST * Math.sqrt(all[i] / data.rows.count());
      rate[i] = (float) Math.max(floor, Math.sqrt((square[i] + 1e-12) / data.rows.count()));
    }
  }

  /** Unit of each ẋᵢ; not to be modified. */
  public float[] rate() {
    return rate;
  }

  /** Number of outputs that the network needs. */
  public int outputs() {
    return rate.length * (1 + data.rows.actionSize());
  }

  /** Takes steps with the network's optimiser. */
  public void run(Network model, int steps, int batch, SplittableRandom random, Losses losses) {
    int n = rate.length;
    int m = data.rows.actionSize();
    float[] x = new float[batch * data.features];
    float[] u = new float[batch * m];
    float[] y = new float[batch * n];
    Row row = new Row();
    for (int s = 0; s < steps; s++) {
      for (int b = 0; b < batch; b++) {
        int r = data.draw(random);
        row.load(r);
        System.arraycopy(row.features, 0, x, b * data.features, data.features);
        for (int i = 0; i < n; i++) {
          y[b * n + i] = (float) (row.rest(i) / rate[i]);
        }
        System.arraycopy(data.rows.action(), r * m, u, b * m, m);
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

  /** A row of the data, at the state where its rate is evaluated. */
  private final class Row {
    private final float[] at = new float[data.rows.stateSize()];
    private final float[] features = new float[data.features];
    private int number;

    void load(int row) {
      number = row;
      int n = at.length;
      if (linear == null) {
        System.arraycopy(data.rows.state(), row * n, at, 0, n);
      } else {
        data.middle(row, at);
      }
      data.normaliser.write(at, 0, features, 0);
    }

    /** The part of ẋᵢ that the network must fit. */
    double rest(int i) {
      double v = data.difference(number, i) / data.file.dt();
      if (linear == null) {
        return v;
      }
      int m = data.rows.actionSize();
      return v - linear.rate(i, features, data.rows.action(), number * m, m);
    }
  }
}
