package org.reins.node.drift;

/**
 * The model of a drift predictor.
 *
 * @param states states of the chain
 * @param chain its counts, one step per status
 * @param step length of a step, s
 * @param horizonSteps length of the look-ahead in steps
 * @param threshold probability within the horizon above which it raises an alarm, 0 to 1
 */
public record DriftModel(
    DriftState states, AbsorbingChain chain, double step, int horizonSteps, double threshold) {
  private static final double RISK = 0.05;
  private static final int MOST_STEPS = 100_000;

  /**
   * Checks that the parts are consistent.
   *
   * @throws IllegalArgumentException naming the inconsistency
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
   * Upper bounds of the probability of a violation within the horizon, by state. A smaller margin
   * is never less dangerous. If the counts indicate otherwise, the reason is that many of them are
   * from runs that had a small margin for a long time without a violation.
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

  /** Makes a new predictor. */
  public DriftPredictor predictor() {
    return new DriftPredictor(states, danger(), horizonSteps * step, threshold);
  }
}
