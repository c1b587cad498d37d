package org.reins.learning.rollout;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.reins.filter.barrier.Barrier;
import org.reins.filter.sampleddata.ControlAffine;
import org.reins.filter.sampleddata.ModelRate;
import org.reins.learning.fit.LearningData;
import org.reins.learning.fit.Losses;
import org.reins.learning.fit.Network;
import org.reins.sim.system.InputSet;

/**
 * Fits a barrier to labels. Near its zero it is also fitted to the condition that a filter
 * requires: that some input keeps it from falling. The loss is
 *
 * <pre>
 *   mean w (label − B)² + ω mean max(0, m − (B(x + τ v) − B(x)) / τ)² / r²,   v = f + G argmax ∇B·G u,
 * </pre>
 *
 * <p>Here w = 2q where B is below its label and 2(1 − q) where it is above. The second mean is over
 * labelled states that were moved along ∇B to where B is close to 0. r is the typical rate of B.
 * The labels use only a part ρ of the inputs. With all inputs, B can therefore rise by (1 − ρ) max
 * ∇B·G u on the edge. m is half of that, which leaves a reserve for a proof. v is computed before
 * the fit and held constant, so that only B itself is differentiated.
 */
final class InvarianceFit {
  private static final double WEIGHT = 30;
  private static final double MARGIN = 0.5;
  // Number of states near the edge per batch, as a share of the batch.
  private static final double SHARE = 0.25;
  // Number of states near the edge that a fit draws from; no more than it draws.
  private static final int MOST = 40_000;
  // Number of times a state is moved towards the edge before it is abandoned.
  private static final int MOVES = 3;
  // Largest distance from which states are moved to the edge, as a share of the cap.
  private static final double FAR = 0.5;
  // Range of B in which the condition is required, as shares of the cap. States further outside are
  // lost.
  private static final double OUTER = -0.01;
  private static final double INNER = 0.05;
  // Distance of labels from zero that a fit focuses on, as a share of the cap.
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
   * @param spare 1 − ρ, share of the inputs that the labels do not use
   * @param decay how fast B may fall inside the safe set, 1/s; the condition there is Ḃ ≥ m − decay
   *     B
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

  /** Features of states near the edge and of the states τ later; m / r of each; r in caps/s. */
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

  /** Weighted so that it equals the mean of squares when both sides count the same, q = ½. */
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

  /** Moves a state that is not far from the edge to a state where B is near zero; returns B. */
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
