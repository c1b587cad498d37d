package org.reins.filter.barrier;

/**
 * Expansions of a learned barrier and of its gradient about the middle m of a box of states, each
 * with a sound bound of the remainder: for |dⱼ| ≤ rⱼ, with rⱼ half of the box's edges,
 *
 * <pre>
 *   B(m + d)      = b + Σⱼ pⱼ dⱼ + e,         |e|  ≤ E
 *   ∂B/∂xᵢ(m + d) = gᵢ + Σⱼ Aᵢⱼ dⱼ + eᵢ,      |eᵢ| ≤ Eᵢ
 * </pre>
 *
 * <p>Every number in the network, and every adjoint in the backward pass, is represented as such an
 * expansion (first-order Taylor models: Makino and Berz, Taylor models and other validated
 * functional inclusion methods, 2003). Affine layers map them exactly. For an activation σ about z
 * with a largest deviation D the remainder is at most ½ max|σ''| D². For its slope it is at most ½
 * max|σ'''| D². For a product it is the product of the deviations. E and Eᵢ therefore shrink with
 * the square of the box, where {@link BarrierBounds} shrink with its edge; in large boxes the
 * latter are better. Slopes of activations other than tanh are bounded by intervals, so that their
 * Eᵢ also shrinks only with the edge.
 *
 * <p>All this holds for the real-valued function of the weights in the file, as in {@link
 * BarrierBounds}. Allocates nothing after construction. Not thread-safe.
 */
public final class BarrierExpansion implements GradientBounds {
  private final Activation activation;
  private final int[] angles;
  private final int states;
  private final double[] mean;
  private final double[] scale;
  private final double outputScale;
  // Of each layer: its weights column by column and row by row, and its biases.
  private final double[][] columns;
  private final double[][] rows;
  private final double[][] bias;
  private final double[] middle;
  private final double[] radius;
  private final Expansions feature;
  private final Expansions input;
  // Of each layer: the values before and after the activation, and the activation's slopes.
  private final Expansions[] sum;
  private final Expansions[] output;
  private final Expansions[] slope;
  private final Expansions[] adjoint;
  private final Expansions inputAdjoint;
  private final Expansions gradient;
  private final double[] gradientLow;
  private final double[] gradientHigh;

  /** Prepares expansions of a barrier. */
  public BarrierExpansion(BarrierFile file) {
    activation = file.activation();
    states = file.states();
    angles = file.angles();
    int features = file.mean().length;
    mean = new double[features];
    scale = new double[features];
    for (int i = 0; i < features; i++) {
      mean[i] = file.mean()[i];
      scale[i] = file.scale()[i];
    }
    outputScale = file.outputScale();
    middle = new double[states];
    radius = new double[states];
    feature = new Expansions(features, radius);
    input = new Expansions(features, radius);
    inputAdjoint = new Expansions(features, radius);
    gradient = new Expansions(states, radius);
    gradientLow = new double[states];
    gradientHigh = new double[states];
    int layers = file.layers().size();
    columns = new double[layers][];
    rows = new double[layers][];
    bias = new double[layers][];
    sum = new Expansions[layers];
    output = new Expansions[layers];
    slope = new Expansions[layers];
    adjoint = new Expansions[layers];
    for (int l = 0; l < layers; l++) {
      BarrierFile.Layer layer = file.layers().get(l);
      int n = layer.inputs();
      int m = layer.outputs();
      columns[l] = new double[n * m];
      rows[l] = new double[n * m];
      bias[l] = new double[m];
      for (int o = 0; o < m; o++) {
        bias[l][o] = layer.bias()[o];
        for (int i = 0; i < n; i++) {
          rows[l][o * n + i] = layer.weight()[o * n + i];
          columns[l][i * m + o] = layer.weight()[o * n + i];
        }
      }
      sum[l] = new Expansions(m, radius);
      output[l] = new Expansions(m, radius);
      slope[l] = new Expansions(m, radius);
      adjoint[l] = new Expansions(m, radius);
    }
  }

  /**
   * Expands B and ∇B for lower ≤ x ≤ upper.
   *
   * @param lower lower ends, not modified
   * @param upper upper ends, not modified; an end that is NaN or infinite gives numbers without
   *     meaning
   */
  @Override
  public void bound(double[] lower, double[] upper) {
    for (int i = 0; i < states; i++) {
      middle[i] = (lower[i] + upper[i]) / 2;
      radius[i] = Math.max(upper[i] - middle[i], middle[i] - lower[i]) * (1 + Expansions.ROUNDING);
    }
    expandInputs();
    int last = sum.length - 1;
    for (int l = 0; l <= last; l++) {
      sum[l].affine(columns[l], bias[l], l == 0 ? input : output[l - 1]);
      if (l < last) {
        for (int i = 0; i < sum[l].count(); i++) {
          activate(l, i);
        }
      }
    }
    sum[last].scale(0, outputScale);
    adjoint[last].constant(0, outputScale, 0);
    for (int l = last; l > 0; l--) {
      adjoint[l - 1].affine(rows[l], null, adjoint[l]);
      adjoint[l - 1].multiply(slope[l - 1]);
    }
    inputAdjoint.affine(rows[0], null, adjoint[0]);
    pullBack();
  }

  /** b. */
  public double value() {
    return barrier().value[0];
  }

  /** pⱼ. */
  public double valueSlope(int j) {
    return barrier().slope[j][0];
  }

  /** E. */
  public double valueRest() {
    return barrier().rest[0];
  }

  /** gᵢ. */
  public double gradient(int i) {
    return gradient.value[i];
  }

  /** Aᵢⱼ. */
  public double gradientSlope(int i, int j) {
    return gradient.slope[j][i];
  }

  /** Eᵢ. */
  public double gradientRest(int i) {
    return gradient.rest[i];
  }

  /** rⱼ, rounded up. */
  public double radius(int j) {
    return radius[j];
  }

  /** Lower bound of B. */
  public double low() {
    return value() - barrier().deviation(0);
  }

  /** Upper bound of B. */
  public double high() {
    return value() + barrier().deviation(0);
  }

  @Override
  public double[] gradientLow() {
    return gradientLow;
  }

  @Override
  public double[] gradientHigh() {
    return gradientHigh;
  }

  private Expansions barrier() {
    return sum[sum.length - 1];
  }

  private void expandInputs() {
    for (int i = 0; i < states; i++) {
      feature.linear(i, middle[i], i, 1, 0);
    }
    for (int k = 0; k < angles.length; k++) {
      int i = angles[k];
      double cos = Math.cos(middle[i]);
      double sin = Math.sin(middle[i]);
      // |cos''| ≤ 1 and |sin''| ≤ 1.
      double rest = radius[i] * radius[i] / 2;
      feature.linear(i, cos, i, -sin, rest);
      feature.linear(states + k, sin, i, cos, rest);
    }
    for (int i = 0; i < mean.length; i++) {
      double rounding = Expansions.ROUNDING * (Math.abs(mean[i]) / scale[i]);
      double value = (feature.value[i] - mean[i]) / scale[i];
      input.follow(i, value, 1 / scale[i], feature, i, rounding);
    }
  }

  private void activate(int l, int i) {
    double z = sum[l].value[i];
    double d = sum[l].deviation(i);
    double least = activation.leastSlope(z - d, z + d) - Expansions.ROUNDING;
    double greatest = activation.greatestSlope(z - d, z + d) + Expansions.ROUNDING;
    double value = activation.value(z);
    double rounding = Expansions.ROUNDING * (1 + d);
    if (activation != Activation.TANH) {
      double half = (greatest - least) / 2;
      double slopeOf = (least + greatest) / 2;
      output[l].follow(i, value, slopeOf, sum[l], i, half * d + rounding);
      slope[l].constant(i, slopeOf, half);
      return;
    }
    // With t = tanh z and s = 1 − t²: the slope is s, the next derivatives −2 t s and s (4 − 6 s).
    double s = 1 - value * value;
    double widest = Math.max(Math.abs(Math.tanh(z - d)), Math.abs(Math.tanh(z + d)));
    double second = 2 * widest * greatest;
    double third =
        Math.max(Math.abs(least * (4 - 6 * least)), greatest * Math.abs(4 - 6 * greatest));
    if (least < 1.0 / 3 && greatest > 1.0 / 3) {
      third = Math.max(third, 2.0 / 3);
    }
    double rest = Math.min(second * d / 2, Math.max(greatest - s, s - least)) * d;
    output[l].follow(i, value, s, sum[l], i, rest + rounding);
    slope[l].follow(i, s, -2 * value * s, sum[l], i, third * d * d / 2 + rounding);
  }

  private void pullBack() {
    for (int i = 0; i < mean.length; i++) {
      inputAdjoint.scale(i, 1 / scale[i]);
    }
    for (int i = 0; i < states; i++) {
      gradient.follow(i, inputAdjoint.value[i], 1, inputAdjoint, i, 0);
    }
    for (int k = 0; k < angles.length; k++) {
      int c = angles[k];
      int s = states + k;
      // ∂/∂θ = cos θ ∂/∂sin θ − sin θ ∂/∂cos θ
      inputAdjoint.product(s, s, feature, c);
      inputAdjoint.product(c, c, feature, s);
      gradient.difference(c, inputAdjoint, s, inputAdjoint, c);
    }
    for (int i = 0; i < states; i++) {
      double d = gradient.deviation(i);
      gradientLow[i] = gradient.value[i] - d;
      gradientHigh[i] = gradient.value[i] + d;
    }
  }
}
