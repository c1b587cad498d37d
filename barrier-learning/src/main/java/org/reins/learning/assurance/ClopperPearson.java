package org.reins.learning.assurance;

/**
 * Exact bounds on a probability from counts (Clopper and Pearson, Biometrika 26, 1934), by
 * bisection of the binomial distribution.
 */
public final class ClopperPearson {
  private ClopperPearson() {}

  /**
   * The largest p for which P(at most k events in n trials) is at least 1 − confidence. With this
   * confidence, the true probability is not larger.
   *
   * @param k events seen, 0 to n
   * @param n trials, positive
   * @param confidence above 0 and below 1
   */
  public static double upper(long k, long n, double confidence) {
    if (!(n > 0 && k >= 0 && k <= n && confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException(
          k + " events of " + n + " trials at confidence " + confidence + " have no bound");
    }
    if (k == n) {
      return 1;
    }
    double low = (double) k / n;
    double high = 1;
    for (int i = 0; i < 100; i++) {
      double p = (low + high) / 2;
      if (atMost(k, n, p) > 1 - confidence) {
        low = p;
      } else {
        high = p;
      }
    }
    return high;
  }

  /** P(X ≤ k) of the binomial distribution, summed downwards from its largest term. */
  private static double atMost(long k, long n, double p) {
    double logTerm = n * Math.log1p(-p);
    double largest = logTerm;
    for (long i = 1; i <= k; i++) {
      logTerm += Math.log((double) (n - i + 1) / i) + Math.log(p) - Math.log1p(-p);
      largest = Math.max(largest, logTerm);
    }
    double sum = 0;
    logTerm = n * Math.log1p(-p);
    for (long i = 0; i <= k; i++) {
      sum += Math.exp(logTerm - largest);
      logTerm += Math.log((double) (n - i) / (i + 1)) + Math.log(p) - Math.log1p(-p);
    }
    return sum * Math.exp(largest);
  }
}
