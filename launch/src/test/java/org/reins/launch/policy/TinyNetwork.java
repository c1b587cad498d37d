package org.reins.launch.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.reins.learning.policy.OnnxGraph;

/** A network with known weights: y = tanh(Σ Wᵢ xᵢ + b), as ONNX and worked out here. */
final class TinyNetwork {
  private final String[] names;
  private final int[] sizes;
  private final float[][] weights;
  private final float[] bias;

  TinyNetwork(long seed, int out, String[] names, int... sizes) {
    SplittableRandom random = new SplittableRandom(seed);
    this.names = names.clone();
    this.sizes = sizes.clone();
    weights = new float[sizes.length][];
    for (int i = 0; i < sizes.length; i++) {
      weights[i] = random(random, out * sizes[i]);
    }
    bias = random(random, out);
  }

  private static float[] random(SplittableRandom random, int n) {
    float[] all = new float[n];
    for (int i = 0; i < n; i++) {
      all[i] = (float) (0.1 * (2 * random.nextDouble() - 1));
    }
    return all;
  }

  /** The answer to inputs in the order of the names. */
  double[] answer(double[]... inputs) {
    double[] y = new double[bias.length];
    for (int o = 0; o < y.length; o++) {
      double sum = bias[o];
      for (int i = 0; i < inputs.length; i++) {
        if (inputs[i].length != sizes[i]) {
          throw new AssertionError(
              names[i] + " has " + inputs[i].length + " numbers, not " + sizes[i]);
        }
        for (int k = 0; k < sizes[i]; k++) {
          sum += weights[i][o * sizes[i] + k] * inputs[i][k];
        }
      }
      y[o] = Math.tanh(sum);
    }
    return y;
  }

  /**
   * Writes it.
   *
   * @param outputs names of outputs, which are all alike
   */
  void write(Path file, Map<String, String> metadata, String... outputs) throws IOException {
    OnnxGraph graph = new OnnxGraph();
    String sum = null;
    for (int i = 0; i < names.length; i++) {
      graph.gemm("part" + i, names[i], "W" + i, i == 0 ? "b" : "zero");
      if (sum != null) {
        graph.node("Add", "sum" + i, sum, "part" + i);
      }
      sum = sum == null ? "part0" : "sum" + i;
    }
    graph.node("Tanh", "answer", sum);
    for (String out : outputs) {
      graph.node("Identity", out, "answer");
    }
    for (int i = 0; i < names.length; i++) {
      graph.tensor("W" + i, weights[i], bias.length, sizes[i]).input(names[i], sizes[i]);
    }
    graph.tensor("b", bias, bias.length);
    if (names.length > 1) {
      graph.tensor("zero", new float[bias.length], bias.length);
    }
    for (String out : outputs) {
      graph.output(out, bias.length);
    }
    Files.createDirectories(file.getParent());
    Files.write(file, graph.bytes("tiny", metadata));
  }
}
