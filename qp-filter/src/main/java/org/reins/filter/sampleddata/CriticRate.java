package org.reins.filter.sampleddata;

import org.reins.filter.barrier.Barrier;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.barrier.BarrierFileException;
import org.reins.filter.barrier.DenseNetwork;

/**
 * The rate of a barrier by a learned critic that is affine in the action, Ḃ = b₀(x) + b₁(x)·u: a
 * filter with it needs no dynamics.
 */
public final class CriticRate implements BarrierRate {
  /** Name of the critic's network in barrier files. */
  public static final String NETWORK = "critic";

  /** Name of the table with the unit of its outputs, in B per second. */
  public static final String UNIT = "critic.unit";

  /** Metadata: the margin δ of a filter by the critic, if it was calibrated. */
  public static final String DELTA = "critic_delta";

  private final Barrier barrier;
  private final DenseNetwork critic;
  private final double unit;
  private final double[] row;
  private double drift;

  /**
   * Takes the critic of a file.
   *
   * @param barrier the file's barrier
   * @throws BarrierFileException if the file has no critic
   */
  public CriticRate(BarrierFile file, Barrier barrier) {
    if (file.network(NETWORK).isEmpty() || file.table(UNIT) == null) {
      throw new BarrierFileException("the barrier file holds no critic");
    }
    this.barrier = barrier;
    critic =
        new DenseNetwork(
            file.network(NETWORK), file.mean(), file.scale(), file.activation(), file.angles());
    unit = file.table(UNIT)[0];
    row = new double[critic.outputs() - 1];
  }

  /**
   * The margin that a filter by the critic needs: its own if it has one, else the barrier's.
   *
   * @throws BarrierFileException if it is not a finite number, or is negative
   */
  public static double delta(BarrierFile file) {
    String own = file.metadata().get(DELTA);
    double delta;
    try {
      delta = own == null ? file.delta() : Double.parseDouble(own);
    } catch (NumberFormatException e) {
      throw new BarrierFileException("metadata " + DELTA + " is " + own + ": it must be a number");
    }
    if (!(delta >= 0 && Double.isFinite(delta))) {
      throw new BarrierFileException(
          "metadata " + DELTA + " is " + own + ": it must be finite and not negative");
    }
    return delta;
  }

  @Override
  public int inputs() {
    return row.length;
  }

  @Override
  public double evaluate(double[] x) {
    float[] out = critic.evaluate(x);
    drift = unit * out[0];
    for (int k = 0; k < row.length; k++) {
      row[k] = unit * out[k + 1];
    }
    return barrier.evaluate(x);
  }

  @Override
  public double[] gradient() {
    return barrier.gradient();
  }

  @Override
  public double drift() {
    return drift;
  }

  @Override
  public double[] row() {
    return row;
  }
}
