package org.reins.sim.contract;

import java.util.List;
import org.reins.filter.observation.DescribedPolicy;
import org.reins.filter.observation.PolicyNetwork;
import org.reins.filter.observation.TensorSpec;

/** A network that is loaded once and run under several contracts; the owner closes it. */
public final class SharedNetwork implements AutoCloseable {
  private final DescribedPolicy.Loader loader;
  private List<TensorSpec> inputs;
  private List<TensorSpec> outputs;
  private PolicyNetwork network;
  private long notFinite;

  /**
   * Prepares a network.
   *
   * @param loader loads it at first use
   */
  public SharedNetwork(DescribedPolicy.Loader loader) {
    this.loader = loader;
  }

  /**
   * The network for tensors of the same sizes as before; closing what is answered does nothing.
   *
   * @throws RuntimeException with one sentence if it has other tensors
   */
  public PolicyNetwork with(List<TensorSpec> in, List<TensorSpec> out) {
    if (network == null || !in.equals(inputs) || !out.equals(outputs)) {
      PolicyNetwork loaded = loader.load(in, out);
      close();
      network = loaded;
      inputs = in;
      outputs = out;
    }
    PolicyNetwork mine = network;
    return new PolicyNetwork() {
      @Override
      public void run(float[][] seen, float[][] answer) {
        mine.run(seen, answer);
        count(answer);
      }

      @Override
      public void close() {}
    };
  }

  private void count(float[][] answer) {
    for (float[] tensor : answer) {
      for (float v : tensor) {
        if (!Float.isFinite(v)) {
          notFinite++;
          return;
        }
      }
    }
  }

  /** How many answers had a number that is not finite. */
  long notFinite() {
    return notFinite;
  }

  @Override
  public void close() {
    if (network != null) {
      network.close();
      network = null;
    }
  }
}
