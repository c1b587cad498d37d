package org.reins.filter.barrier;

import java.util.List;

/**
 * A fully connected network with several outputs over a normalised state, forward only, on arrays
 * allocated once: a₀ = (x − mean) / scale, aₗ = σ(Wₗ aₗ₋₁ + bₗ), output W a_L + b. Not thread-safe.
 */
public final class DenseNetwork {
  private final NetworkKernel kernel = NetworkKernel.best();
  private final Activation activation;
  private final Features features;
  private final int outputs;
  private final float[] mean;
  private final float[] inverseScale;
  private final NetworkKernel.Matrix[] matrix;
  private final float[][] bias;
  private final float[][] value;
  private final float[] slope;

  /**
   * Creates a network.
   *
   * @param layers from the input to the outputs
   * @param mean of each feature, copied
   * @param scale of each feature, positive, copied
   * @param angles which numbers of a state are angles
   */
  public DenseNetwork(
      List<BarrierFile.Layer> layers,
      float[] mean,
      float[] scale,
      Activation activation,
      int... angles) {
    this.activation = activation;
    features = new Features(mean.length - angles.length, angles);
    outputs = layers.get(layers.size() - 1).outputs();
    this.mean = mean.clone();
    inverseScale = new float[mean.length];
    for (int i = 0; i < mean.length; i++) {
      inverseScale[i] = 1 / scale[i];
    }
    int count = layers.size();
    matrix = new NetworkKernel.Matrix[count];
    bias = new float[count][];
    value = new float[count + 1][];
    value[0] = new float[NetworkKernel.pad(mean.length)];
    int widest = 0;
    for (int l = 0; l < count; l++) {
      BarrierFile.Layer layer = layers.get(l);
      int width = NetworkKernel.pad(layer.outputs());
      widest = Math.max(widest, width);
      float[][] byInput = new float[layer.inputs()][width];
      for (int o = 0; o < layer.outputs(); o++) {
        for (int i = 0; i < layer.inputs(); i++) {
          byInput[i][o] = layer.weight()[o * layer.inputs() + i];
        }
      }
      matrix[l] = kernel.matrix(byInput);
      bias[l] = java.util.Arrays.copyOf(layer.bias(), width);
      value[l + 1] = new float[width];
    }
    slope = new float[widest];
  }

  /** Numbers in a state. */
  public int inputs() {
    return features.states();
  }

  /** Numbers in an output. */
  public int outputs() {
    return outputs;
  }

  /**
   * The normalised features of the last evaluation; owned by the network, longer than the number of
   * features.
   */
  public float[] features() {
    return value[0];
  }

  /**
   * Evaluates the network.
   *
   * @param x at least {@link #inputs} numbers, not modified
   * @return at least {@link #outputs} numbers; owned by the network, overwritten by the next call
   */
  public float[] evaluate(double[] x) {
    features.write(x, mean, inverseScale, value[0]);
    int last = matrix.length - 1;
    for (int l = 0; l <= last; l++) {
      matrix[l].product(bias[l], value[l], value[l + 1]);
      if (l < last) {
        kernel.activate(activation, value[l + 1], slope);
      }
    }
    return value[last + 1];
  }
}
