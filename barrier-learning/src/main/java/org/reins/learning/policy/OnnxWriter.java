package org.reins.learning.policy;

import java.util.Map;

/**
 * Writes a {@link TanhNetwork} as an ONNX model with input {@code observation} and output {@code
 * action}, both float[1, size].
 */
public final class OnnxWriter {
  private OnnxWriter() {}

  /**
   * Serialises a network.
   *
   * @param metadata key-value pairs stored in the file
   */
  public static byte[] write(TanhNetwork network, Map<String, String> metadata) {
    int[] sizes = network.sizes();
    OnnxGraph graph = new OnnxGraph();
    String in = "observation";
    for (int l = 1; l < sizes.length; l++) {
      String out = l == sizes.length - 1 ? "action" : "layer" + l;
      graph.gemm("sum" + l, in, "W" + l, "b" + l).node("Tanh", out, "sum" + l);
      in = out;
    }
    for (int l = 1; l < sizes.length; l++) {
      graph.tensor("W" + l, network.weights(l), sizes[l], sizes[l - 1]);
      graph.tensor("b" + l, network.biases(l), sizes[l]);
    }
    return graph
        .input("observation", sizes[0])
        .output("action", sizes[sizes.length - 1])
        .bytes("reach", metadata);
  }
}
