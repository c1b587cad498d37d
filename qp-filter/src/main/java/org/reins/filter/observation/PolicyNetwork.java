package org.reins.filter.observation;

/** A network on buffers that are allocated once; not thread-safe. */
public interface PolicyNetwork extends AutoCloseable {
  /**
   * Computes the outputs. A network that fails answers NaN: the filter treats that as a missing
   * action.
   *
   * @param inputs one array per input tensor, in the order given at loading, not modified
   * @param outputs one array per output tensor, overwritten
   */
  void run(float[][] inputs, float[][] outputs);

  @Override
  void close();
}
