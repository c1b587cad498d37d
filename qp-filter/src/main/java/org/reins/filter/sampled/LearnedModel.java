package org.reins.filter.sampled;

import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.barrier.BarrierFileException;
import org.reins.filter.barrier.DenseNetwork;

/**
 * Dynamics ẋ = f(x) + G(x) u learned from data, as they lie in a barrier file: a network with the
 * outputs f, then G row by row, in units of the usual rates in the data. Not thread-safe.
 */
public final class LearnedModel implements ControlAffine {
  /** Name of the network in barrier files. */
  public static final String NETWORK = "model";

  /** Name of the table with the unit of each ẋᵢ. */
  public static final String RATE = "model.rate";

  private final DenseNetwork network;
  private final int inputs;
  private final float[] rate;

  /**
   * Takes the model of a file.
   *
   * @param name of the network: {@link #NETWORK}, or another member's
   * @throws BarrierFileException when the file has none
   */
  public LearnedModel(BarrierFile file, String name) {
    rate = file.table(RATE);
    if (rate == null || file.network(name).isEmpty()) {
      throw new BarrierFileException("the barrier file holds no dynamics");
    }
    network =
        new DenseNetwork(
            file.network(name), file.mean(), file.scale(), file.activation(), file.angles());
    inputs = network.outputs() / rate.length - 1;
  }

  @Override
  public int states() {
    return rate.length;
  }

  @Override
  public int inputs() {
    return inputs;
  }

  @Override
  public void evaluate(double[] x, double[] f, double[] g) {
    float[] out = network.evaluate(x);
    for (int i = 0; i < rate.length; i++) {
      f[i] = (double) rate[i] * out[i];
      for (int k = 0; k < inputs; k++) {
        g[i * inputs + k] = (double) rate[i] * out[rate.length + i * inputs + k];
      }
    }
  }
}
