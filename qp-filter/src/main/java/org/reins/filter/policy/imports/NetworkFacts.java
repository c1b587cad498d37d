package org.reins.filter.policy.imports;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a network's file says about itself.
 *
 * @param inputs tensors in the file's order
 * @param outputs tensors in the file's order
 * @param metadata texts that the exporter stored in the file
 */
public record NetworkFacts(
    List<Tensor> inputs, List<Tensor> outputs, Map<String, String> metadata) {
  /** A dimension that the file leaves open. */
  public static final long ANY = -1;

  /** Copies the collections. */
  public NetworkFacts {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    metadata = Map.copyOf(metadata);
  }

  /**
   * A tensor.
   *
   * @param name name
   * @param type such as {@code float32}
   * @param shape {@link #ANY} for an open dimension
   */
  public record Tensor(String name, String type, List<Long> shape) {
    /** Numbers in one batch: open dimensions count as one. */
    public long numbers() {
      return shape.stream().filter(d -> d != ANY).reduce(1L, (a, b) -> a * b);
    }
  }

  /** The input with a name. */
  public Optional<Tensor> input(String name) {
    return inputs.stream().filter(t -> t.name().equals(name)).findFirst();
  }

  /** The output with a name. */
  public Optional<Tensor> output(String name) {
    return outputs.stream().filter(t -> t.name().equals(name)).findFirst();
  }
}
