package org.reins.node.drift;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * A Markov chain with one absorbing state, a violation, estimated from counts of transitions.
 *
 * <p>Row s of counts n(s, ·) over the transient states and absorption has a Dirichlet posterior.
 * The prior is one observation of staying and half an observation of absorption (Jeffreys). The
 * probability of absorption in a step is set to its upper bound p̄(s), the quantile 1 − ε of its
 * Beta marginal. The other probabilities share the rest in proportion. This is an upper bound row
 * by row. With Q the transient block, the probability of absorption within k steps is, in closed
 * form,
 *
 * <pre>
 *   P(k) = 1 − Qᵏ 1
 * </pre>
 *
 * <p>(Kemeny and Snell, Finite Markov Chains, 1960, chapter III.)
 */
public final class AbsorbingChain {
  private static final double MOST = 1e15;

  private final int states;
  private final double[][] counts;

  /** Makes a chain without counts. */
  public AbsorbingChain(int states) {
    if (states < 1) {
      throw new IllegalArgumentException("a chain of " + states + " states: at least 1 is needed");
    }
    this.states = states;
    counts = new double[states][states + 1];
  }

  /** Number of transient states. */
  public int states() {
    return states;
  }

  /**
   * Counts a step from a transient state to another, or to absorption, given as {@link #states}.
   */
  public void count(int from, int to) {
    add(from, to, 1);
  }

  /**
   * Adds steps that were counted before.
   *
   * @throws IllegalArgumentException if the number is negative or too large to count
   */
  public void add(int from, int to, double steps) {
    if (!(steps >= 0 && steps <= MOST)) {
      throw new IllegalArgumentException(
          steps + " steps from " + from + " to " + to + ": allowed are 0 to 1e15");
    }
    counts[from][to] += steps;
  }

  /** Counts so far, from × to, with absorption last; owned by the chain. */
  public double[][] counts() {
    return counts;
  }

  /**
   * Upper bounds of the probability of absorption within k steps, by state.
   *
   * @param steps k, at least 0
   * @param risk ε, above 0 up to 0.5: posterior probability that a row's bound is too low
   */
  public double[] absorbedWithin(int steps, double risk) {
    double[][] q = transientBlock(risk);
    double[] alive = new double[states];
    Arrays.fill(alive, 1);
    double[] next = new double[states];
    for (int k = 0; k < steps; k++) {
      for (int i = 0; i < states; i++) {
        double sum = 0;
        for (int j = 0; j < states; j++) {
          sum += q[i][j] * alive[j];
        }
        next[i] = sum;
      }
      double[] swap = alive;
      alive = next;
      next = swap;
    }
    double[] absorbed = new double[states];
    for (int i = 0; i < states; i++) {
      absorbed[i] = Math.max(0, 1 - alive[i]);
    }
    return absorbed;
  }

  /**
   * Q: probabilities of the transient states after a step, with each row's absorption at its bound.
   */
  double[][] transientBlock(double risk) {
    double[][] q = new double[states][states];
    for (int i = 0; i < states; i++) {
      double lost = counts[i][states];
      double kept = 1;
      for (int j = 0; j < states; j++) {
        kept += counts[i][j];
      }
      double bound = BetaDistribution.of(lost + 0.5, kept).inverseSurvivalProbability(risk);
      for (int j = 0; j < states; j++) {
        q[i][j] = (1 - bound) * (counts[i][j] + (i == j ? 1 : 0)) / kept;
      }
    }
    return q;
  }
}
