package org.reins.node.drift;

/**
 * What a drift predictor is made from.
 *
 * @param states of the chain
 * @param chain its counts, one step a status
 * @param step s
 * @param horizonSteps how far ahead to look
 * @param threshold probability within the horizon above which it alarms, 0 to 1
 */
public record DriftModel(
    DriftState states, AbsorbingChain chain, double step, int horizonSteps, double threshold) {
  private static final double RISK = 0.05;
  private static final int MOST_STEPS = 100_000;

  /**
   * Checks that the parts fit.
   *
   * @throws IllegalArgumentException naming what does not
   */
  public DriftModel {
    if (chain.states() != states.count()) {
      throw new IllegalArgumentException(
          "the drift chain has " + chain.states() + " states: it needs " + states.count());
    }
    if (!(step > 0
        && step <= 1
        && horizonSteps >= 1
        && horizonSteps <= MOST_STEPS
        && threshold >= 0
        && threshold <= 1)) {
      throw new IllegalArgumentException(
          "drift step is "
              + step
              + " s, horizon "
              + horizonSteps
              + " steps, threshold "
              + threshold
              + ": allowed is above 0 up to 1, 1 to 100000, and 0 to 1");
    }
  }

  /**
   * Upper bounds of the probability of a violation within the horizon, by state. A poorer margin is
   * never less dangerous: where the counts say so it is because runs that were bad for long and
   * still went well are many among them.
   */
  public double[] danger() {
    double[] danger = chain.absorbedWithin(horizonSteps, RISK);
    for (int s = danger.length - 2; s >= 0; s--) {
      if (s % DriftState.BINS < DriftState.BINS - 1) {
        danger[s] = Math.max(danger[s], danger[s + 1]);
      }
    }
    return danger;
  }

  /** A predictor of its own. */
  public DriftPredictor predictor() {
    return new DriftPredictor(states, danger(), horizonSteps * step, threshold);
  }
}
