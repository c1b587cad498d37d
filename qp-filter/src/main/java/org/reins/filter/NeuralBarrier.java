package org.reins.filter;

/**
 * A learned barrier B(x) and its gradient: a fully connected network with one output over a
 * normalised state, evaluated on arrays allocated once.
 *
 * <p>a₀ = (x − mean) / scale, aₗ = σ(Wₗ aₗ₋₁ + bₗ), B = s (w · a_L + b) with s the output scale. B
 * &gt; 0 is safe. Weights are held twice, as W and as Wᵀ, both padded to whole vector registers, so
 * that the products forward and backward are sums of scaled contiguous rows that the compiler turns
 * into vector code. Not thread-safe.
 */
public final class NeuralBarrier {
  private static final int LANES = 8;

  private final int inputs;
  private final int layers;
  private final int[] width;
  private final int[] padded;
  private final float[] mean;
  private final float[] inverseScale;
  private final float outputScale;
  // forward[l]: for each input a row over outputs; backward[l]: for each output a row over inputs.
  private final float[][] forward;
  private final float[][] backward;
  private final float[][] bias;
  private final float[][] value;
  private final float[][] slope;
  private final float[][] back;
  private final double[] gradient;

  /**
   * Makes a barrier from a file's contents.
   *
   * @throws IllegalArgumentException when the file's layers do not fit together
   */
  public NeuralBarrier(BarrierFile file) {
    layers = file.layers().size();
    inputs = file.mean().length;
    width = new int[layers + 1];
    padded = new int[layers + 1];
    width[0] = inputs;
    padded[0] = pad(inputs);
    forward = new float[layers][];
    backward = new float[layers][];
    bias = new float[layers][];
    value = new float[layers + 1][];
    slope = new float[layers + 1][];
    back = new float[layers + 1][];
    mean = file.mean().clone();
    inverseScale = new float[inputs];
    for (int i = 0; i < inputs; i++) {
      inverseScale[i] = 1 / file.scale()[i];
    }
    outputScale = file.outputScale();
    value[0] = new float[padded[0]];
    back[0] = new float[padded[0]];
    for (int l = 0; l < layers; l++) {
      BarrierFile.Layer layer = file.layers().get(l);
      width[l + 1] = layer.outputs();
      padded[l + 1] = pad(layer.outputs());
      if (layer.inputs() != width[l]) {
        throw new IllegalArgumentException(
            "layer "
                + l
                + " has "
                + layer.inputs()
                + " inputs: the layer before gives "
                + width[l]);
      }
      forward[l] = new float[width[l] * padded[l + 1]];
      backward[l] = new float[width[l + 1] * padded[l]];
      bias[l] = new float[padded[l + 1]];
      for (int o = 0; o < width[l + 1]; o++) {
        bias[l][o] = layer.bias()[o];
        for (int i = 0; i < width[l]; i++) {
          float w = layer.weight()[o * width[l] + i];
          forward[l][i * padded[l + 1] + o] = w;
          backward[l][o * padded[l] + i] = w;
        }
      }
      value[l + 1] = new float[padded[l + 1]];
      slope[l + 1] = new float[padded[l + 1]];
      back[l + 1] = new float[padded[l + 1]];
    }
    if (width[layers] != 1) {
      throw new IllegalArgumentException(
          "the last layer has " + width[layers] + " outputs: a barrier has 1");
    }
    gradient = new double[inputs];
  }

  /** Numbers in a state. */
  public int inputs() {
    return inputs;
  }

  /**
   * Evaluates B and its gradient.
   *
   * @param x state, not modified
   * @return B; not finite when the state is not
   */
  public double evaluate(double[] x) {
    for (int i = 0; i < inputs; i++) {
      value[0][i] = ((float) x[i] - mean[i]) * inverseScale[i];
    }
    for (int l = 0; l < layers; l++) {
      float[] z = value[l + 1];
      System.arraycopy(bias[l], 0, z, 0, z.length);
      addRows(forward[l], value[l], width[l], z, padded[l + 1]);
      if (l < layers - 1) {
        Activation.tanh(z, slope[l + 1], padded[l + 1]);
      }
    }
    float[] g = back[layers];
    g[0] = outputScale;
    for (int l = layers - 1; l >= 0; l--) {
      float[] to = back[l];
      java.util.Arrays.fill(to, 0);
      addRows(backward[l], back[l + 1], width[l + 1], to, padded[l]);
      if (l > 0) {
        float[] s = slope[l];
        for (int i = 0; i < padded[l]; i++) {
          to[i] *= s[i];
        }
      }
    }
    for (int i = 0; i < inputs; i++) {
      gradient[i] = (double) back[0][i] * inverseScale[i];
    }
    return (double) outputScale * value[layers][0];
  }

  /** ∇B at the state of the last {@link #evaluate}; owned by the barrier, overwritten there. */
  public double[] gradient() {
    return gradient;
  }

  /** z += Σᵢ aᵢ · row i, four rows at a time so that z is loaded and stored less often. */
  private static void addRows(float[] rows, float[] a, int count, float[] z, int length) {
    int i = 0;
    for (; i + 3 < count; i += 4) {
      addFour(rows, i * length, length, a[i], a[i + 1], a[i + 2], a[i + 3], z);
    }
    for (; i < count; i++) {
      float s = a[i];
      int at = i * length;
      for (int o = 0; o < length; o++) {
        z[o] += s * rows[at + o];
      }
    }
  }

  private static void addFour(
      float[] rows, int at, int length, float a0, float a1, float a2, float a3, float[] z) {
    int b1 = at + length;
    int b2 = b1 + length;
    int b3 = b2 + length;
    for (int o = 0; o < length; o++) {
      z[o] += a0 * rows[at + o] + a1 * rows[b1 + o] + a2 * rows[b2 + o] + a3 * rows[b3 + o];
    }
  }

  private static int pad(int size) {
    return (size + LANES - 1) / LANES * LANES;
  }
}
