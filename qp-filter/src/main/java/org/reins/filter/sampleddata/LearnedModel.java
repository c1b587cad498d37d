package org.reins.filter.sampleddata;

import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.barrier.BarrierFileException;
import org.reins.filter.barrier.DenseNetwork;
import org.reins.filter.barrier.NetworkBatch;

/**
 * Dynamics ẋ = f(x) + G(x) u learned from data, as stored in a barrier file:
 *
 * <pre>
 *   ẋᵢ = cᵢ + Lᵢ φ(x) + Kᵢ u + rᵢ (f̂ᵢ(x) + Ĝᵢ(x) u)
 * </pre>
 *
 * <p>with φ the normalised features, c, L and K a table (zero in files without it), f̂ and Ĝ, row
 * by row, the outputs of a network, and r another table. Not thread-safe.
 */
public final class LearnedModel implements ControlAffine {
  /** Name of the network in barrier files. */
  public static final String NETWORK = "model";

  /** Name of the table with the unit rᵢ of the network's part of each ẋᵢ. */
  public static final String RATE = "model.rate";

  /** Name of the table with cᵢ, Lᵢ and Kᵢ in a row for each ẋᵢ. */
  public static final String LINEAR = "model.linear";

  private final DenseNetwork network;
  private final int inputs;
  private final float[] rate;
  private final int features;
  private final float[] linear;

  /**
   * Takes the model of a file.
   *
   * @param name of the network: {@link #NETWORK}, or another member's
   * @throws BarrierFileException if the file has none
   */
  public LearnedModel(BarrierFile file, String name) {
    rate = file.table(RATE);
    if (rate == null || file.network(name).isEmpty()) {
      throw new BarrierFileException("the barrier file holds no dynamics");
    }
    network =
        new DenseNetwork(
            file.network(name), file.mean(), file.scale(), file.activation(), file.angles());
    if (network.outputs() % rate.length != 0) {
      throw new BarrierFileException(
          "network "
              + name
              + " has "
              + network.outputs()
              + " outputs: a multiple of the "
              + rate.length
              + " numbers of "
              + RATE
              + " is needed");
    }
    inputs = network.outputs() / rate.length - 1;
    features = file.mean().length;
    float[] table = file.table(LINEAR);
    int size = rate.length * (1 + features + inputs);
    linear = table == null ? new float[size] : table;
    if (linear.length != size) {
      throw new BarrierFileException(
          "table " + LINEAR + " has " + linear.length + " numbers: " + size + " are needed");
    }
  }

  /**
   * The model of a file for many states at once.
   *
   * @param name of the network, as in {@link #LearnedModel}
   * @throws BarrierFileException if the file has none
   */
  public static ModelBatch batch(BarrierFile file, String name) {
    LearnedModel one = new LearnedModel(file, name);
    return new ModelBatch(new NetworkBatch(file, file.network(name)), one.rate, one.linear);
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
    float[] seen = network.features();
    int at = 0;
    for (int i = 0; i < rate.length; i++) {
      double s = linear[at++];
      for (int k = 0; k < features; k++) {
        s += (double) linear[at++] * seen[k];
      }
      f[i] = s + (double) rate[i] * out[i];
      for (int k = 0; k < inputs; k++) {
        g[i * inputs + k] = linear[at++] + (double) rate[i] * out[rate.length + i * inputs + k];
      }
    }
  }
}
