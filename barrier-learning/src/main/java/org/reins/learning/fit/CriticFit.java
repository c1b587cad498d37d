package org.reins.learning.fit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.reins.filter.barrier.Barrier;

/**
 * Fits a critic that is affine in the action to a barrier, from data alone. It minimises the mean
 * of ((B(x′) − B(x))/dt − b₀(x) − b₁(x)·u)². With this critic, a filter knows Ḃ without any
 * dynamics. States are taken at the middle of a transition, where the rate is correct to second
 * order in dt. Half of each batch is from near the edge of the safe set, where a filter evaluates
 * the critic.
 */
public final class CriticFit {
  private static final int SAMPLE = 4_096;
  private static final double FOCUS = 0.5;
  // Distance that counts as near the edge, as a share of the barrier's unit.
  private static final double NEAR = 0.4;

  private final LearningData data;
  private final Barrier barrier;
  private final double near;
  private final double unit;
  private final double[] before;
  private final double[] after;
  private final float[] middle;

  /**
   * Prepares a fit.
   *
   * @param barrierUnit usual size of the barrier in the data
   * @param random draws the rows from which the unit is computed
   */
  public CriticFit(
      LearningData data, Barrier barrier, double barrierUnit, SplittableRandom random) {
    this.data = data;
    this.barrier = barrier;
    near = NEAR * barrierUnit;
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

  /** Unit of the critic's outputs: the typical |Ḃ| in the data. */
  public double unit() {
    return unit;
  }

  private double rate(int row) {
    data.state(row, before);
    for (int i = 0; i < before.length; i++) {
      after[i] = before[i] + data.difference(row, i);
    }
    return (barrier.evaluate(after) - barrier.evaluate(before)) / data.file.dt();
  }

  /** Takes steps with the network's optimiser. */
  public void run(Network critic, int steps, int batch, SplittableRandom random, Losses losses) {
    int m = data.rows.actionSize();
    float[] x = new float[batch * data.features];
    float[] u = new float[batch * m];
    float[] y = new float[batch];
    float[] rates = rates();
    int[] edge = closeToTheEdge();
    int focused = edge.length == 0 ? 0 : (int) (FOCUS * batch);
    for (int s = 0; s < steps; s++) {
      for (int k = 0; k < batch; k++) {
        int row = k < focused ? edge[random.nextInt(edge.length)] : data.draw(random);
        y[k] = rates[row];
        data.middle(row, middle);
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

  /** Computed once for every training row, because a run draws each row many times. */
  private float[] rates() {
    float[] rates = new float[data.rows.count()];
    for (int row : data.training) {
      rates[row] = (float) (rate(row) / unit);
    }
    return rates;
  }

  /** Training rows that start near the edge. */
  private int[] closeToTheEdge() {
    return Arrays.stream(data.training)
        .filter(
            row -> {
              data.state(row, before);
              return Math.abs(barrier.evaluate(before)) < near;
            })
        .toArray();
  }
}
