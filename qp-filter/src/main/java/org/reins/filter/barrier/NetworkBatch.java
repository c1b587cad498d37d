package org.reins.filter.barrier;

import java.util.Arrays;
import java.util.List;

/**
 * A fully connected network in up to {@link #COLUMNS} states at once: row by number and column by
 * state, so that the loops are long; loops over the width of a layer are short. Bitwise identical
 * to {@link DenseNetwork} state by state. For rollouts and other uses where many states are
 * available and latency does not matter. Not thread-safe.
 */
public final class NetworkBatch {
  /** Number of states at once; more activations would not stay in the first-level cache. */
  public static final int COLUMNS = 128;

  final int hidden;
  // weight[l][o]: the weights of output o of layer l for its inputs.
  final float[][][] weight;
  // Index 0 is the input, l the output of hidden layer l − 1, the last one the output.
  final float[][][] value;
  final float[][][] slope;
  final float[][] bias;
  final float[] inverseScale;
  private final Activation activation;
  private final Features features;
  private final float[] mean;
  private final double[] x;
  private final float[] seen;

  /**
   * Creates a network over the features of a barrier file.
   *
   * @param layers from the input to the outputs: those of the barrier or of another network in it
   */
  public NetworkBatch(BarrierFile file, List<BarrierFile.Layer> layers) {
    activation = file.activation();
    features = new Features(file.states(), file.angles());
    mean = file.mean().clone();
    inverseScale = new float[mean.length];
    for (int i = 0; i < mean.length; i++) {
      inverseScale[i] = 1 / file.scale()[i];
    }
    int count = layers.size();
    hidden = count - 1;
    weight = new float[count][][];
    bias = new float[count][];
    value = new float[count + 1][][];
    slope = new float[count][][];
    value[0] = new float[mean.length][COLUMNS];
    slope[0] = new float[0][];
    for (int l = 0; l < count; l++) {
      BarrierFile.Layer layer = layers.get(l);
      int n = layer.inputs();
      weight[l] = new float[layer.outputs()][];
      for (int o = 0; o < layer.outputs(); o++) {
        weight[l][o] = Arrays.copyOfRange(layer.weight(), o * n, (o + 1) * n);
      }
      bias[l] = layer.bias().clone();
      value[l + 1] = new float[layer.outputs()][COLUMNS];
      if (l > 0) {
        slope[l] = new float[n][COLUMNS];
      }
    }
    x = new double[features.states()];
    seen = new float[mean.length];
  }

  /** Numbers in a state. */
  public int inputs() {
    return x.length;
  }

  /** Numbers in an output. */
  public int outputs() {
    return value[hidden + 1].length;
  }

  /** Number of network inputs per state. */
  public int features() {
    return seen.length;
  }

  /** The normalised feature of each state last evaluated; owned by the network. */
  public float[] feature(int i) {
    return value[0][i];
  }

  /**
   * Evaluates the network.
   *
   * @param states row by number, column by state, not modified
   * @param from first column
   * @param count columns, at most {@link #COLUMNS}
   * @return row by number, column by state, starting with column <i>from</i>; owned by the network,
   *     overwritten by the next call
   */
  public float[][] evaluate(double[][] states, int from, int count) {
    forward(states, from, count);
    float[][] out = value[hidden + 1];
    for (int o = 0; o < out.length; o++) {
      Arrays.fill(out[o], 0, count, bias[hidden][o]);
      ScalarKernel.addRows(value[hidden], weight[hidden][o], out[o], count);
    }
    return out;
  }

  /** Stores values and slopes of the hidden layers. */
  void forward(double[][] states, int from, int count) {
    for (int c = 0; c < count; c++) {
      for (int i = 0; i < x.length; i++) {
        x[i] = states[i][from + c];
      }
      features.write(x, mean, inverseScale, seen);
      for (int i = 0; i < seen.length; i++) {
        value[0][i][c] = seen[i];
      }
    }
    for (int l = 0; l < hidden; l++) {
      for (int o = 0; o < weight[l].length; o++) {
        float[] z = value[l + 1][o];
        Arrays.fill(z, 0, count, bias[l][o]);
        ScalarKernel.addRows(value[l], weight[l][o], z, count);
        ScalarKernel.activate(activation, z, slope[l + 1][o], count);
      }
    }
  }
}
