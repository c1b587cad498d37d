package org.reins.filter.barrier;

import java.util.Arrays;

/**
 * A learned barrier B(x) and its gradient: a fully connected network with one output over a
 * normalised state, evaluated on arrays allocated once.
 *
 * <p>a₀ = (x − mean) / scale, aₗ = σ(Wₗ aₗ₋₁ + bₗ), B = s (w · a_L + b) with s the output scale.
 * Weights are held twice, as W and as Wᵀ, both padded to whole vector registers, so that the
 * products forward and backward are sums of scaled contiguous rows. Not thread-safe.
 */
public final class NeuralBarrier implements Barrier {
  private final NetworkKernel kernel;
  private final Activation activation;
  private final Features features;
  private final int hidden;
  private final float[] mean;
  private final float[] inverseScale;
  // Of hidden layer l: forward has a row per input, backward a row per output.
  private final NetworkKernel.Matrix[] forward;
  private final NetworkKernel.Matrix[] backward;
  private final float[][] bias;
  private final float[] outputWeights;
  private final float outputBias;
  private final float outputScale;
  // Index 0 is the input, l the output of hidden layer l − 1; back is ∂(B / s) / ∂ value.
  private final float[][] value;
  private final float[][] slope;
  private final float[][] back;
  private final float[] zero;
  private final double[] featureGradient;
  private final double[] gradient;

  /** Creates a barrier from a file's contents, on the fastest available kernel. */
  public NeuralBarrier(BarrierFile file) {
    this(file, NetworkKernel.best());
  }

  NeuralBarrier(BarrierFile file, NetworkKernel kernel) {
    this.kernel = kernel;
    activation = file.activation();
    int inputs = file.mean().length;
    features = new Features(file.states(), file.angles());
    hidden = file.layers().size() - 1;
    mean = file.mean().clone();
    inverseScale = new float[inputs];
    for (int i = 0; i < inputs; i++) {
      inverseScale[i] = 1 / file.scale()[i];
    }
    forward = new NetworkKernel.Matrix[hidden];
    backward = new NetworkKernel.Matrix[hidden];
    bias = new float[hidden][];
    value = new float[hidden + 1][];
    slope = new float[hidden + 1][];
    back = new float[hidden + 1][];
    int widest = 0;
    for (int l = 0; l <= hidden; l++) {
      int width = NetworkKernel.pad(file.layers().get(l).inputs());
      widest = Math.max(widest, width);
      value[l] = new float[width];
      slope[l] = new float[width];
      back[l] = new float[width];
    }
    // The input has no activation.
    Arrays.fill(slope[0], 1);
    for (int l = 0; l < hidden; l++) {
      BarrierFile.Layer layer = file.layers().get(l);
      float[][] byInput = new float[layer.inputs()][value[l + 1].length];
      float[][] byOutput = new float[layer.outputs()][value[l].length];
      for (int o = 0; o < layer.outputs(); o++) {
        for (int i = 0; i < layer.inputs(); i++) {
          float w = layer.weight()[o * layer.inputs() + i];
          byInput[i][o] = w;
          byOutput[o][i] = w;
        }
      }
      forward[l] = kernel.matrix(byInput);
      backward[l] = kernel.matrix(byOutput);
      bias[l] = Arrays.copyOf(layer.bias(), value[l + 1].length);
    }
    BarrierFile.Layer output = file.layers().get(hidden);
    outputWeights = Arrays.copyOf(output.weight(), value[hidden].length);
    outputBias = output.bias()[0];
    outputScale = file.outputScale();
    zero = new float[widest];
    featureGradient = new double[inputs];
    gradient = new double[file.states()];
  }

  /**
   * A barrier in plain loops, whatever the virtual machine supports: the baseline of the benchmark.
   */
  public static NeuralBarrier scalar(BarrierFile file) {
    return new NeuralBarrier(file, new ScalarKernel());
  }

  /** The kernel in use, for reports. */
  public String kernel() {
    return kernel.label();
  }

  @Override
  public int inputs() {
    return gradient.length;
  }

  @Override
  public double evaluate(double[] x) {
    double b = value(x);
    multiply(outputWeights, slope[hidden], back[hidden]);
    for (int l = hidden - 1; l >= 0; l--) {
      float[] to = back[l];
      backward[l].product(zero, back[l + 1], to);
      if (l > 0) {
        multiply(to, slope[l], to);
      }
    }
    for (int i = 0; i < featureGradient.length; i++) {
      featureGradient[i] = (double) outputScale * back[0][i] * inverseScale[i];
    }
    features.pullBack(featureGradient, gradient);
    return b;
  }

  /**
   * B(x) alone, bitwise identical, without the backward pass; leaves {@link #gradient} unchanged.
   */
  public double value(double[] x) {
    features.write(x, mean, inverseScale, value[0]);
    for (int l = 0; l < hidden; l++) {
      float[] z = value[l + 1];
      forward[l].product(bias[l], value[l], z);
      kernel.activate(activation, z, slope[l + 1]);
    }
    float b = outputBias + kernel.dot(outputWeights, value[hidden]);
    return (double) outputScale * b;
  }

  private static void multiply(float[] a, float[] slope, float[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = a[i] * slope[i];
    }
  }

  @Override
  public double[] gradient() {
    return gradient;
  }
}
