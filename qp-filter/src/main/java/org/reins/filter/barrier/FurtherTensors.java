package org.reins.filter.barrier;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules for all tensors that accompany a barrier, whatever reads them later: finite numbers,
 * and networks that begin at the barrier's inputs and whose layers match.
 */
final class FurtherTensors {
  private static final Pattern LAYER = Pattern.compile("(.*\\.)(weight|bias)(\\d{1,3})");

  private FurtherTensors() {}

  /**
   * Checks them.
   *
   * @param inputs of the barrier's own network
   * @throws BarrierFileException naming the tensor
   */
  static void require(Map<String, SafeTensors.Tensor> further, int inputs) {
    further.forEach(
        (name, tensor) -> {
          requireFinite(name, tensor.data());
          Matcher layer = LAYER.matcher(name);
          if (layer.matches()) {
            requireLayer(further, layer.group(1), Integer.parseInt(layer.group(3)), inputs);
          }
        });
  }

  private static void requireLayer(
      Map<String, SafeTensors.Tensor> further, String network, int layer, int inputs) {
    int[] weight = shape(further, network + "weight" + layer, 2);
    int[] bias = shape(further, network + "bias" + layer, 1);
    int from = layer == 0 ? inputs : shape(further, network + "weight" + (layer - 1), 2)[0];
    if (weight[1] != from) {
      throw new BarrierFileException(
          network + "weight" + layer + " has " + weight[1] + " columns: it must have " + from);
    }
    if (weight[0] != bias[0]) {
      throw new BarrierFileException(
          network + "weight" + layer + " and " + network + "bias" + layer + " do not fit together");
    }
  }

  private static int[] shape(Map<String, SafeTensors.Tensor> further, String name, int dimensions) {
    SafeTensors.Tensor tensor = further.get(name);
    if (tensor == null || tensor.shape().length != dimensions) {
      throw new BarrierFileException(
          "tensor " + name + " is missing or does not have " + dimensions + " dimensions");
    }
    return tensor.shape();
  }

  static void requireFinite(String name, float... values) {
    for (float v : values) {
      if (!Float.isFinite(v)) {
        throw new BarrierFileException(name + " holds " + v + ": all numbers must be finite");
      }
    }
  }

  /** Requires divisors: positive numbers whose inverses are finite too. */
  static void requireDivisors(String name, float... values) {
    requireFinite(name, values);
    for (float v : values) {
      if (!(v > 0 && Float.isFinite(1 / v))) {
        throw new BarrierFileException(
            name + " holds " + v + ": it must be positive, with an inverse that is finite");
      }
    }
  }
}
