package org.reins.filter.observation;

import java.nio.file.Path;
import java.util.List;

/**
 * A file format of networks. Formats are found by {@link java.util.ServiceLoader}: what runs beside
 * a robot has only those on its class path.
 */
public interface PolicyNetworkFormat {
  /** Name and file endings, for messages. */
  String words();

  /** Whether a file has this format, by its name. */
  boolean reads(Path file);

  /**
   * Loads a network.
   *
   * @param inputs tensors that it must take
   * @param outputs tensors that it must answer
   * @throws RuntimeException with one sentence if it is another network
   */
  PolicyNetwork load(Path file, List<TensorSpec> inputs, List<TensorSpec> outputs);
}
