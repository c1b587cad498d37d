package org.reins.filter.barrier;

import java.util.Arrays;

/**
 * Sound bounds of a learned barrier and its gradient over a box of states, by interval arithmetic.
 *
 * <p>Forward, an affine layer maps the box with centre c and radius r to centre W c + b and radius
 * |W| r, and a monotone activation maps the ends to the ends (Gowal et al., On the Effectiveness of
 * Interval Bound Propagation, 2018). Backward, the slopes of each layer lie in an interval, and so
 * do their products with the weights. Then B is bounded a second time from the middle of the box,
 * B(x) ∈ B(m) + ∇B([x]) · ([x] − m). This bound is better in small boxes. The tighter of the two is
 * used.
 *
 * <p>The bounds hold for the real-valued function of the weights in the file: every radius is
 * widened by more than the rounding error in double precision. {@link NeuralBarrier} evaluates that
 * function in single precision, within 1e-5. Allocates nothing after construction. Not thread-safe.
 */
public final class BarrierBounds implements GradientBounds {
  private static final double ROUNDING = Expansions.ROUNDING;

  private final Activation activation;
  private final int layers;
  private final int inputs;
  private final Features features;
  private final BarrierFile.Layer[] layer;
  private final double[] mean;
  private final double[] scale;
  private final double outputScale;
  // Of each layer: its values, and the slopes of the activations after it.
  private final double[][] centre;
  private final double[][] radius;
  private final double[][] leastSlope;
  private final double[][] greatestSlope;
  private final double[][] backLow;
  private final double[][] backHigh;
  private final double[] featureLow;
  private final double[] featureHigh;
  private final double[] middle;
  private final double[] gradientLow;
  private final double[] gradientHigh;
  private double low;
  private double high;

  /** Prepares bounds of a barrier. */
  public BarrierBounds(BarrierFile file) {
    activation = file.activation();
    layer = file.layers().toArray(BarrierFile.Layer[]::new);
    layers = layer.length;
    features = new Features(file.states(), file.angles());
    inputs = file.states();
    int width0 = file.mean().length;
    mean = new double[width0];
    scale = new double[width0];
    featureLow = new double[width0];
    featureHigh = new double[width0];
    for (int i = 0; i < width0; i++) {
      mean[i] = file.mean()[i];
      scale[i] = file.scale()[i];
    }
    outputScale = file.outputScale();
    centre = new double[layers + 1][];
    radius = new double[layers + 1][];
    leastSlope = new double[layers + 1][];
    greatestSlope = new double[layers + 1][];
    backLow = new double[layers + 1][];
    backHigh = new double[layers + 1][];
    for (int l = 0; l <= layers; l++) {
      int width = l == 0 ? width0 : layer[l - 1].outputs();
      centre[l] = new double[width];
      radius[l] = new double[width];
      leastSlope[l] = new double[width];
      greatestSlope[l] = new double[width];
      backLow[l] = new double[width];
      backHigh[l] = new double[width];
    }
    middle = new double[inputs];
    gradientLow = new double[width0];
    gradientHigh = new double[width0];
  }

  /**
   * Bounds B and ∇B for lower ≤ x ≤ upper.
   *
   * @param lower lower ends, not modified
   * @param upper upper ends, not modified; an end that is NaN or infinite gives bounds without
   *     meaning
   */
  @Override
  public void bound(double[] lower, double[] upper) {
    for (int i = 0; i < inputs; i++) {
      middle[i] = (lower[i] + upper[i]) / 2;
    }
    forward(middle, middle);
    double atMiddle = centre[layers][0];
    double slack = radius[layers][0];
    forward(lower, upper);
    low = centre[layers][0] - radius[layers][0];
    high = centre[layers][0] + radius[layers][0];
    backward();
    for (int i = 0; i < inputs; i++) {
      double half = Math.max(upper[i] - middle[i], middle[i] - lower[i]);
      slack += half * Math.max(Math.abs(gradientLow[i]), Math.abs(gradientHigh[i]));
    }
    slack += ROUNDING * (Math.abs(atMiddle) + slack);
    low = Math.max(low, atMiddle - slack);
    high = Math.min(high, atMiddle + slack);
  }

  /** Lower bound of B over the box of the last {@link #bound}. */
  public double low() {
    return low;
  }

  /** Upper bound of B. */
  public double high() {
    return high;
  }

  @Override
  public double[] gradientLow() {
    return gradientLow;
  }

  @Override
  public double[] gradientHigh() {
    return gradientHigh;
  }

  private void forward(double[] lower, double[] upper) {
    features.bound(lower, upper, featureLow, featureHigh);
    for (int i = 0; i < mean.length; i++) {
      double a = (featureLow[i] - mean[i]) / scale[i];
      double b = (featureHigh[i] - mean[i]) / scale[i];
      centre[0][i] = (a + b) / 2;
      radius[0][i] = (b - a) / 2 + ROUNDING * (Math.abs(a) + Math.abs(b) + Math.abs(mean[i]));
    }
    for (int l = 0; l < layers; l++) {
      affine(layer[l], centre[l], radius[l], centre[l + 1], radius[l + 1]);
      if (l < layers - 1) {
        activate(l + 1);
      }
    }
    centre[layers][0] *= outputScale;
    radius[layers][0] *= outputScale * (1 + ROUNDING);
  }

  private static void affine(
      BarrierFile.Layer layer, double[] centre, double[] radius, double[] to, double[] toRadius) {
    for (int o = 0; o < layer.outputs(); o++) {
      double c = layer.bias()[o];
      double size = Math.abs(c);
      double r = 0;
      int row = o * layer.inputs();
      for (int i = 0; i < layer.inputs(); i++) {
        double w = layer.weight()[row + i];
        c += w * centre[i];
        size += Math.abs(w * centre[i]);
        r += Math.abs(w) * radius[i];
      }
      to[o] = c;
      toRadius[o] = r + ROUNDING * (size + r);
    }
  }

  private void activate(int l) {
    double[] c = centre[l];
    double[] r = radius[l];
    for (int i = 0; i < c.length; i++) {
      double a = c[i] - r[i];
      double b = c[i] + r[i];
      // Library functions are accurate to one or two units in the last place.
      double least = activation.least(a, b);
      double greatest = activation.greatest(a, b);
      c[i] = (least + greatest) / 2;
      r[i] = (greatest - least) / 2 + ROUNDING * (1 + Math.abs(least) + Math.abs(greatest));
      leastSlope[l][i] = activation.leastSlope(a, b) - ROUNDING;
      greatestSlope[l][i] = activation.greatestSlope(a, b) + ROUNDING;
    }
  }

  private void backward() {
    backLow[layers][0] = outputScale;
    backHigh[layers][0] = outputScale;
    for (int l = layers - 1; l >= 0; l--) {
      double[] low = backLow[l];
      double[] high = backHigh[l];
      Arrays.fill(low, 0);
      Arrays.fill(high, 0);
      for (int o = 0; o < layer[l].outputs(); o++) {
        int row = o * layer[l].inputs();
        double a = backLow[l + 1][o];
        double b = backHigh[l + 1][o];
        for (int i = 0; i < low.length; i++) {
          double w = layer[l].weight()[row + i];
          double p = w * a;
          double q = w * b;
          double widening = ROUNDING * (Math.abs(p) + Math.abs(q));
          low[i] += Math.min(p, q) - widening;
          high[i] += Math.max(p, q) + widening;
        }
      }
      if (l > 0) {
        multiply(low, high, leastSlope[l], greatestSlope[l]);
      }
    }
    for (int i = 0; i < mean.length; i++) {
      double a = backLow[0][i] / scale[i];
      double b = backHigh[0][i] / scale[i];
      gradientLow[i] = a - ROUNDING * Math.abs(a);
      gradientHigh[i] = b + ROUNDING * Math.abs(b);
    }
    features.pullBack(featureLow, featureHigh, gradientLow, gradientHigh);
  }

  /** [low, high] × [a, b], element by element. */
  private static void multiply(double[] low, double[] high, double[] a, double[] b) {
    for (int i = 0; i < low.length; i++) {
      double p = low[i] * a[i];
      double q = low[i] * b[i];
      double r = high[i] * a[i];
      double s = high[i] * b[i];
      low[i] = Math.min(Math.min(p, q), Math.min(r, s));
      high[i] = Math.max(Math.max(p, q), Math.max(r, s));
    }
  }
}
