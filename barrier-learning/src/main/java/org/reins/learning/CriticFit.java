package org.reins.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import org.reins.filter.barrier.Barrier;

/**
 * Fits a critic that is affine in the action to a barrier, from data alone: minimise the mean of
 * ((B(x′) − B(x))/dt − b₀(x) − b₁(x)·u)². With it a filter knows Ḃ without any dynamics. States are
 * taken at the middle of a transition, where the rate is right to second order in dt.
 */
final class CriticFit {
  private static final int SAMPLE = 4_096;

  private final LearningData data;
  private final Barrier barrier;
  private final double unit;
  private final double[] before;
  private final double[] after;
  private final float[] middle;

  /**
   * Prepares a fit.
   *
   * @param random draws the rows that the unit is found from
   */
  CriticFit(LearningData data, Barrier barrier, SplittableRandom random) {
    this.data = data;
    this.barrier = barrier;
    int n = data.rows.stateSize();
    before = new double[n];
    after = new double[n];
    middle = new float[n];
    double square = 1e-12;
    for (int k = 0; k < SAMPLE; k++) {
      double rate = rate(data.draw(random));
      square += rate * rate;
    }
    unit = Math.sqrt(square / SAMPLE);
  }

  /** Unit of the critic's outputs, the usual |Ḃ| in the data. */
  double unit() {
    return unit;
  }

  private double rate(int row) {
    data.state(row, before);
    for (int i = 0; i < before.length; i++) {
      double d = data.difference(row, i);
      after[i] = before[i] + d;
      middle[i] = (float) (before[i] + d / 2);
    }
    return (barrier.evaluate(after) - barrier.evaluate(before)) / data.file.dt();
  }

  /** Takes steps with the network's optimiser. */
  void run(Network critic, int steps, int batch, SplittableRandom random, Losses losses) {
    int m = data.rows.actionSize();
    float[] x = new float[batch * data.features];
    float[] u = new float[batch * m];
    float[] y = new float[batch];
    for (int s = 0; s < steps; s++) {
      for (int k = 0; k < batch; k++) {
        int row = data.draw(random);
        y[k] = (float) (rate(row) / unit);
        data.normaliser.write(middle, 0, x, k * data.features);
        System.arraycopy(data.rows.action(), row * m, u, k * m, m);
      }
      try (NDManager manager = critic.manager().newSubManager()) {
        NDArray target = manager.create(y, new Shape(batch, 1));
        NDArray input = manager.create(u, new Shape(batch, m));
        losses.add(
            critic.step(
                manager.create(x, new Shape(batch, data.features)),
                out -> {
                  NDArray drift = out.get(":, 0:1");
                  NDArray push = out.get(":, 1:").mul(input).sum(new int[] {1}, true);
                  return target.sub(drift).sub(push).square().mean();
                }));
      }
    }
  }
}
