package org.reins.learning.rollout;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.reins.filter.barrier.Barrier;
import org.reins.filter.sampled.ControlAffine;
import org.reins.filter.sampled.ModelRate;
import org.reins.learning.fit.LearningData;
import org.reins.learning.fit.Losses;
import org.reins.learning.fit.Network;
import org.reins.sim.system.InputSet;

/**
 * Fits a barrier to labels and, near its zero, to the condition that a filter will ask of it: that
 * some input keeps it from falling. The loss is
 *
 * <pre>
 *   mean w (label − B)² + ω mean max(0, m − (B(x + τ v) − B(x)) / τ)² / r²,   v = f + G argmax ∇B·G u,
 * </pre>
 *
 * <p>with w = 2q where B is below its label and 2(1 − q) where it is above, the second mean over
 * labelled states that were moved along ∇B to where B is close to 0, and r the usual rate of B. The
 * labels come from a part ρ of the inputs, so with all of them B can rise by (1 − ρ) max ∇B·G u on
 * the edge; m is half of that, and leaves something over for a proof. v is taken before the fit and
 * held, so that only B itself is differentiated.
 */
final class InvarianceFit {
  private static final double WEIGHT = 30;
  private static final double MARGIN = 0.5;
  // Of a batch: how many states near the edge go with it.
  private static final double SHARE = 0.25;
  // States near the edge that a fit draws from; no more than it draws.
  private static final int MOST = 40_000;
  // How often a state is moved towards the edge before it is given up.
  private static final int MOVES = 3;
  // Of the cap: from how far away.
  private static final double FAR = 0.5;
  // Of the cap: where the condition is asked for. Further outside are states that are lost.
  private static final double OUTER = -0.01;
  private static final double INNER = 0.05;
  // Of the cap: labels that close to zero are what a fit focuses on.
  private static final double NEAR = 0.1;

  private final LearningData data;
  private final InputSet inputs;
  private final double cap;
  private final double step;
  private final double spare;
  private final double decay;
  private final EdgeFit near;

  /**
   * Prepares a fit.
   *
   * @param cap unit of the labels
   * @param step τ, s
   * @param spare 1 − ρ, share of the inputs that the labels left over
   * @param decay how fast B may fall inside, 1/s: there the condition is Ḃ ≥ m − decay B
   */
  InvarianceFit(
      LearningData data,
      InputSet inputs,
      double cap,
      double step,
      double spare,
      double decay,
      EdgeFit near) {
    this.data = data;
    this.inputs = inputs;
    this.cap = cap;
    this.step = step;
    this.spare = spare;
    this.decay = decay;
    this.near = near;
  }

  /** States near the edge and where they are τ later, as features; m / r of each; r in caps/s. */
  private record Edge(float[] here, float[] later, float[] margin, int count, double rate) {}

  void run(
      Network network,
      Barrier barrier,
      ControlAffine model,
      Rollouts.Labels labels,
      int steps,
      int batch,
      SplittableRandom random,
      Losses losses) {
    int few = Math.max(1, (int) (SHARE * batch));
    int drawn = (int) Math.min(MOST, (long) steps * few);
    Edge edge = edge(barrier, model, labels, drawn, random);
    int[] focus = closeToZero(labels);
    int focused = focus.length == 0 ? 0 : (int) (near.focus() * batch);
    int width = data.features;
    int all = batch + 2 * few;
    float[] x = new float[all * width];
    float[] y = new float[batch];
    float[] m = new float[few];
    for (int s = 0; s < steps; s++) {
      for (int b = 0; b < batch; b++) {
        int row =
            b < focused ? focus[random.nextInt(focus.length)] : random.nextInt(labels.count());
        data.normaliser.write(labels.state(), row, x, b * width);
        y[b] = (float) (labels.label()[row] / cap);
      }
      for (int b = 0; b < few; b++) {
        int k = random.nextInt(edge.count);
        int at = k * width;
        m[b] = edge.margin[k];
        System.arraycopy(edge.here, at, x, (batch + b) * width, width);
        System.arraycopy(edge.later, at, x, (batch + few + b) * width, width);
      }
      try (NDManager manager = network.manager().newSubManager()) {
        NDArray target = manager.create(y, new Shape(batch, 1));
        NDArray margin = manager.create(m, new Shape(few, 1));
        losses.add(
            network.step(
                manager.create(x, new Shape(all, width)),
                out -> {
                  NDList parts = out.split(new long[] {batch, batch + few});
                  NDArray rate = parts.get(2).sub(parts.get(1)).div((float) (step * edge.rate));
                  NDArray lacking = NDArrays.maximum(margin.sub(rate), 0);
                  NDArray condition = lacking.square().mean().mul((float) WEIGHT);
                  return misfit(target, parts.get(0)).add(condition);
                }));
      }
    }
  }

  /** As heavy as the mean of the squares where both sides count the same, q = ½. */
  private NDArray misfit(NDArray target, NDArray output) {
    NDArray loss = Network.expectile(target, output, near.expectile());
    return near.expectile() == 0.5 ? loss : loss.mul(2);
  }

  /** Rows whose labels are close to zero. */
  private int[] closeToZero(Rollouts.Labels labels) {
    return IntStream.range(0, labels.count())
        .filter(row -> Math.abs(labels.label()[row]) < NEAR * cap)
        .toArray();
  }

  private Edge edge(
      Barrier barrier,
      ControlAffine model,
      Rollouts.Labels labels,
      int most,
      SplittableRandom random) {
    int n = data.rows.stateSize();
    int width = data.features;
    ModelRate rate = new ModelRate(model, barrier);
    double[] x = new double[n];
    double[] f = new double[n];
    double[] g = new double[n * inputs.size()];
    double[] u = new double[inputs.size()];
    float[] at = new float[n];
    float[] here = new float[most * width];
    float[] later = new float[most * width];
    float[] margin = new float[most];
    double square = 0;
    int count = 0;
    for (int trial = 0; trial < 20 * most && count < most; trial++) {
      int row = random.nextInt(labels.count());
      for (int i = 0; i < n; i++) {
        x[i] = labels.state()[row * n + i];
      }
      double b = moved(rate, barrier, x, random);
      if (!(b >= OUTER * cap && b <= INNER * cap)) {
        continue;
      }
      for (int i = 0; i < n; i++) {
        at[i] = (float) x[i];
      }
      double gained = inputs.most(rate.row(), u);
      square += rate.drift() * rate.drift() + gained * gained;
      margin[count] = (float) (MARGIN * spare * gained - decay * Math.max(0, b));
      data.normaliser.write(at, 0, here, count * width);
      model.evaluate(x, f, g);
      for (int i = 0; i < n; i++) {
        double v = f[i];
        for (int k = 0; k < u.length; k++) {
          v += g[i * u.length + k] * u[k];
        }
        at[i] = (float) (x[i] + step * v);
      }
      data.normaliser.write(at, 0, later, count * width);
      count++;
    }
    if (count == 0) {
      throw new IllegalArgumentException("no state lies near the edge of the barrier's safe set");
    }
    double usual = Math.sqrt(square / count);
    for (int k = 0; k < count; k++) {
      margin[k] /= (float) usual;
    }
    return new Edge(here, later, margin, count, usual / cap);
  }

  /** Moves a state that is not far from the edge to where B has a value near it; returns B. */
  private double moved(ModelRate rate, Barrier barrier, double[] x, SplittableRandom random) {
    double wanted = random.nextDouble(OUTER, INNER) * cap;
    double b = rate.evaluate(x);
    for (int k = 0; k < MOVES && Math.abs(b) < FAR * cap; k++) {
      double[] gradient = barrier.gradient();
      double square = 0;
      for (int i = 0; i < x.length; i++) {
        double g = gradient[i] * data.normaliser.scale()[i];
        square += g * g;
      }
      double share = (wanted - b) / Math.max(square, Double.MIN_NORMAL);
      for (int i = 0; i < x.length; i++) {
        double scale = data.normaliser.scale()[i];
        x[i] += share * scale * scale * gradient[i];
      }
      b = rate.evaluate(x);
      if (b >= OUTER * cap && b <= INNER * cap) {
        break;
      }
    }
    return b;
  }
}
