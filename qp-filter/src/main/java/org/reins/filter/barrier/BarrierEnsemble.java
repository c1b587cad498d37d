package org.reins.filter.barrier;

import java.util.List;

/**
 * Several barriers learned in the same way, combined pessimistically: where they disagree, the
 * lowest value is used.
 *
 * <pre>
 *   minimum   B = minₖ Bₖ
 *   smooth    B = −θ ln Σₖ exp(−Bₖ / θ),   ∇B = Σₖ wₖ ∇Bₖ,   wₖ = exp(−Bₖ / θ) / Σ exp(−B / θ)
 * </pre>
 *
 * <p>The smooth value lies below the minimum by at most θ ln k, so its error is on the safe side.
 * Its gradient does not jump where another member becomes the lowest. Not thread-safe.
 */
public final class BarrierEnsemble implements Barrier {
  /** Most members. */
  public static final int MOST = 5;

  private final Barrier[] members;
  private final double smoothing;
  private final double[] values;
  private final double[] gradient;

  /**
   * Creates an ensemble.
   *
   * @param members 1 to {@link #MOST}, over the same states
   * @param smoothing θ in the unit of B; 0 for the plain minimum
   * @throws IllegalArgumentException naming what is wrong
   */
  public BarrierEnsemble(List<? extends Barrier> members, double smoothing) {
    if (members.isEmpty() || members.size() > MOST) {
      throw new IllegalArgumentException(
          "the ensemble has " + members.size() + " barriers: allowed is 1 to " + MOST);
    }
    if (!(smoothing >= 0 && smoothing < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "smoothing is " + smoothing + ": it must be finite and not negative");
    }
    for (Barrier b : members) {
      if (b.inputs() != members.get(0).inputs()) {
        throw new IllegalArgumentException(
            "the ensemble's barriers have "
                + members.get(0).inputs()
                + " and "
                + b.inputs()
                + " inputs: they must have the same number");
      }
    }
    this.members = members.toArray(Barrier[]::new);
    this.smoothing = smoothing;
    values = new double[this.members.length];
    gradient = new double[this.members[0].inputs()];
  }

  @Override
  public int inputs() {
    return gradient.length;
  }

  @Override
  public double evaluate(double[] x) {
    int lowest = 0;
    double sum = 0;
    for (int k = 0; k < members.length; k++) {
      values[k] = members[k].evaluate(x);
      sum += values[k];
      if (values[k] < values[lowest]) {
        lowest = k;
      }
    }
    double least = values[lowest];
    if (!Double.isFinite(sum)) {
      return Double.NaN;
    }
    if (smoothing == 0) {
      System.arraycopy(members[lowest].gradient(), 0, gradient, 0, gradient.length);
      return least;
    }
    double total = 0;
    for (int k = 0; k < members.length; k++) {
      values[k] = Math.exp((least - values[k]) / smoothing);
      total += values[k];
    }
    for (int i = 0; i < gradient.length; i++) {
      double g = 0;
      for (int k = 0; k < members.length; k++) {
        g += values[k] * members[k].gradient()[i];
      }
      gradient[i] = g / total;
    }
    return least - smoothing * Math.log(total);
  }

  @Override
  public double[] gradient() {
    return gradient;
  }
}
