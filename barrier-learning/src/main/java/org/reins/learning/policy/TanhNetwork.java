package org.reins.learning.policy;

import java.util.SplittableRandom;
import org.reins.filter.observation.Policy;

/**
 * A fully connected network with tanh after every layer: aₗ = tanh(Wₗ aₗ₋₁ + bₗ). All parameters
 * are in one vector: for each layer W (outputs × inputs, row-major), then b.
 */
public final class TanhNetwork implements Policy {
  private final int[] sizes;
  private final double[] parameters;
  private final double[][] activations;

  /**
   * Makes a network over a vector of parameters.
   *
   * @param sizes of the input and of each layer
   * @param parameters not copied; changing it changes the network
   * @throws IllegalArgumentException if the number of parameters is wrong
   */
  public TanhNetwork(int[] sizes, double[] parameters) {
    this.sizes = sizes.clone();
    this.parameters = parameters;
    if (parameters.length != parameterCount(sizes)) {
      throw new IllegalArgumentException(
          parameters.length + " parameters given: the layers need " + parameterCount(sizes));
    }
    activations = new double[sizes.length][];
    for (int l = 0; l < sizes.length; l++) {
      activations[l] = new double[sizes[l]];
    }
  }

  /** Number of parameters of a network with these sizes. */
  public static int parameterCount(int[] sizes) {
    int count = 0;
    for (int l = 1; l < sizes.length; l++) {
      count += sizes[l] * (sizes[l - 1] + 1);
    }
    return count;
  }

  /** Random weights of variance 1 / inputs, biases 0. */
  public static double[] randomParameters(int[] sizes, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] p = new double[parameterCount(sizes)];
    int at = 0;
    for (int l = 1; l < sizes.length; l++) {
      for (int k = 0; k < sizes[l] * sizes[l - 1]; k++) {
        p[at++] = random.nextGaussian() / Math.sqrt(sizes[l - 1]);
      }
      at += sizes[l];
    }
    return p;
  }

  /** Sizes of the input and of each layer; a copy. */
  public int[] sizes() {
    return sizes.clone();
  }

  /** The parameters; the network's own array, not a copy. */
  public double[] parameters() {
    return parameters;
  }

  @Override
  public void act(float[] observation, float[] action) {
    for (int i = 0; i < sizes[0]; i++) {
      activations[0][i] = observation[i];
    }
    int at = 0;
    for (int l = 1; l < sizes.length; l++) {
      double[] in = activations[l - 1];
      double[] out = activations[l];
      int bias = at + in.length * out.length;
      for (int o = 0; o < out.length; o++) {
        double s = parameters[bias + o];
        for (int i = 0; i < in.length; i++) {
          s += parameters[at + o * in.length + i] * in[i];
        }
        out[o] = Math.tanh(s);
      }
      at = bias + out.length;
    }
    double[] last = activations[activations.length - 1];
    for (int o = 0; o < last.length; o++) {
      action[o] = (float) last[o];
    }
  }

  /** Weights of a layer, outputs × inputs row-major; a copy. */
  float[] weights(int layer) {
    return slice(offset(layer), sizes[layer] * sizes[layer - 1]);
  }

  /** Biases of a layer; a copy. */
  float[] biases(int layer) {
    return slice(offset(layer) + sizes[layer] * sizes[layer - 1], sizes[layer]);
  }

  private int offset(int layer) {
    int at = 0;
    for (int l = 1; l < layer; l++) {
      at += sizes[l] * (sizes[l - 1] + 1);
    }
    return at;
  }

  private float[] slice(int from, int length) {
    float[] out = new float[length];
    for (int i = 0; i < length; i++) {
      out[i] = (float) parameters[from + i];
    }
    return out;
  }
}
