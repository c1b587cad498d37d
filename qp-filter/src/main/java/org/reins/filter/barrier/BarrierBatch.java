package org.reins.filter.barrier;

import java.util.Arrays;

/**
 * A learned barrier and its gradient in many states at once, bitwise identical to the results of
 * {@link NeuralBarrier} for single states. Not thread-safe.
 */
public final class BarrierBatch implements BatchedBarrier {
  private final NetworkBatch network;
  private final int hidden;
  private final int[] angles;
  private final int states;
  private final float[] outputWeights;
  private final float outputBias;
  private final double outputScale;
  // backward[l][i]: the weights from input i of layer l to each of its outputs.
  private final float[][][] backward;
  private final float[][][] back;
  private final float[] sum;
  private final float[] lane;
  private final double[] featureGradient;

  /** Creates a barrier from a file's contents. */
  public BarrierBatch(BarrierFile file) {
    network = new NetworkBatch(file, file.layers());
    hidden = network.hidden;
    angles = file.angles();
    states = file.states();
    outputWeights = network.weight[hidden][0];
    outputBias = network.bias[hidden][0];
    outputScale = file.outputScale();
    backward = new float[hidden][][];
    back = new float[hidden + 1][][];
    for (int l = 0; l <= hidden; l++) {
      back[l] = new float[file.layers().get(l).inputs()][NetworkBatch.COLUMNS];
    }
    for (int l = 0; l < hidden; l++) {
      float[][] weight = network.weight[l];
      backward[l] = new float[back[l].length][weight.length];
      for (int i = 0; i < back[l].length; i++) {
        for (int o = 0; o < weight.length; o++) {
          backward[l][i][o] = weight[o][i];
        }
      }
    }
    sum = new float[NetworkBatch.COLUMNS];
    lane = new float[NetworkBatch.COLUMNS];
    featureGradient = new double[network.features()];
  }

  /**
   * Evaluates B alone.
   *
   * @param x row by number, column by state, not modified
   * @param count columns
   * @param value at least as many numbers, overwritten
   */
  public void value(double[][] x, int count, double[] value) {
    for (int from = 0; from < count; from += NetworkBatch.COLUMNS) {
      valueOfBlock(x, from, Math.min(NetworkBatch.COLUMNS, count - from), value);
    }
  }

  @Override
  public void evaluate(double[][] x, int count, double[] value, double[][] gradient) {
    for (int from = 0; from < count; from += NetworkBatch.COLUMNS) {
      int some = Math.min(NetworkBatch.COLUMNS, count - from);
      valueOfBlock(x, from, some, value);
      back(some);
      for (int c = 0; c < some; c++) {
        pullBack(x, from, c, gradient);
      }
    }
  }

  private void valueOfBlock(double[][] x, int from, int count, double[] value) {
    network.forward(x, from, count);
    // In the summation order of NetworkKernel.dot.
    float[][] a = network.value[hidden];
    Arrays.fill(sum, 0, count, 0);
    for (int l = 0; l < NetworkKernel.LANES; l++) {
      Arrays.fill(lane, 0, count, 0);
      for (int i = l; i < a.length; i += NetworkKernel.LANES) {
        float w = outputWeights[i];
        float[] row = a[i];
        for (int c = 0; c < count; c++) {
          lane[c] += w * row[c];
        }
      }
      for (int c = 0; c < count; c++) {
        sum[c] += lane[c];
      }
    }
    for (int c = 0; c < count; c++) {
      value[from + c] = outputScale * (outputBias + sum[c]);
    }
  }

  private void back(int count) {
    if (hidden == 0) {
      for (int i = 0; i < back[0].length; i++) {
        Arrays.fill(back[0][i], 0, count, outputWeights[i]);
      }
      return;
    }
    for (int i = 0; i < back[hidden].length; i++) {
      float w = outputWeights[i];
      float[] s = network.slope[hidden][i];
      float[] to = back[hidden][i];
      for (int c = 0; c < count; c++) {
        to[c] = w * s[c];
      }
    }
    for (int l = hidden - 1; l >= 0; l--) {
      for (int i = 0; i < back[l].length; i++) {
        float[] to = back[l][i];
        Arrays.fill(to, 0, count, 0);
        ScalarKernel.addRows(back[l + 1], backward[l][i], to, count);
        if (l > 0) {
          float[] s = network.slope[l][i];
          for (int c = 0; c < count; c++) {
            to[c] *= s[c];
          }
        }
      }
    }
  }

  private void pullBack(double[][] x, int from, int c, double[][] gradient) {
    for (int i = 0; i < featureGradient.length; i++) {
      featureGradient[i] = outputScale * back[0][i][c] * network.inverseScale[i];
    }
    for (int i = 0; i < states; i++) {
      gradient[i][from + c] = featureGradient[i];
    }
    for (int k = 0; k < angles.length; k++) {
      int i = angles[k];
      double angle = x[i][from + c];
      gradient[i][from + c] =
          Math.cos(angle) * featureGradient[states + k] - Math.sin(angle) * featureGradient[i];
    }
  }
}
