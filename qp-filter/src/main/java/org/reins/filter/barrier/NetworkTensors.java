package org.reins.filter.barrier;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The layers of a network as tensors: layer 0 is {@code weight0}, outputs × inputs and row-major,
 * and {@code bias0}, one number per output; the next layers are numbered consecutively. A prefix
 * before these names distinguishes the networks of one file.
 *
 * <p>The arrays of the layers are those of the tensors, not copies.
 */
final class NetworkTensors {
  private NetworkTensors() {}

  /** Adds the tensors of a network. */
  static void put(
      Map<String, SafeTensors.Tensor> tensors, String prefix, List<BarrierFile.Layer> network) {
    for (int l = 0; l < network.size(); l++) {
      BarrierFile.Layer layer = network.get(l);
      int[] shape = {layer.outputs(), layer.inputs()};
      tensors.put(prefix + "weight" + l, new SafeTensors.Tensor(shape, layer.weight()));
      tensors.put(prefix + "bias" + l, vector(layer.bias()));
    }
  }

  /** Removes everything that {@link #put} may have added under a prefix. */
  static void remove(Map<String, SafeTensors.Tensor> tensors, String prefix) {
    String ours = Pattern.quote(prefix) + "(weight|bias)\\d+";
    tensors.keySet().removeIf(key -> key.matches(ours));
  }

  /**
   * The layers of a network, consecutively numbered from 0; empty if there are none.
   *
   * @throws BarrierFileException naming the tensor that is missing or has another shape
   */
  static List<BarrierFile.Layer> layers(String prefix, Map<String, SafeTensors.Tensor> tensors) {
    List<BarrierFile.Layer> layers = new ArrayList<>();
    for (int l = 0; tensors.containsKey(prefix + "weight" + l); l++) {
      String weight = prefix + "weight" + l;
      String bias = prefix + "bias" + l;
      int[] shape = require(weight, 2, tensors.get(weight)).shape();
      layers.add(
          new BarrierFile.Layer(
              shape[1],
              shape[0],
              tensors.get(weight).data(),
              require(bias, 1, tensors.get(bias)).data()));
    }
    return layers;
  }

  /** A tensor of one dimension. */
  static SafeTensors.Tensor vector(float[] values) {
    return new SafeTensors.Tensor(new int[] {values.length}, values);
  }

  /**
   * Requires that a tensor exists and has this number of dimensions; returns it.
   *
   * @param tensor null if it is missing
   */
  static SafeTensors.Tensor require(String name, int dimensions, SafeTensors.Tensor tensor) {
    if (tensor == null || tensor.shape().length != dimensions) {
      throw new BarrierFileException(
          "tensor " + name + " is missing or does not have " + dimensions + " dimensions");
    }
    return tensor;
  }
}
