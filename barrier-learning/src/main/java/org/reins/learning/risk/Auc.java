package org.reins.learning.risk;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The area under the receiver operating characteristic: how often a score ranks a failure above a
 * success; ties count half. With its standard error (Hanley and McNeil, Radiology 143, 1982).
 *
 * @param value 0 to 1; NaN without both failures and successes
 * @param error standard error; NaN where the value is
 */
public record Auc(double value, double error) {
  /**
   * Scores a score.
   *
   * @param scores higher for what is expected to fail
   * @param failed what did
   */
  public static Auc of(double[] scores, boolean[] failed) {
    Integer[] order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> scores[i]))
            .toArray(Integer[]::new);
    double ranks = 0;
    long failures = 0;
    for (int from = 0, to; from < order.length; from = to) {
      to = from;
      while (to < order.length && scores[order[to]] == scores[order[from]]) {
        to++;
      }
      long here = Arrays.stream(order, from, to).filter(i -> failed[i]).count();
      // Ranks from 1; equal scores share their mean.
      ranks += here * (from + to + 1) / 2.0;
      failures += here;
    }
    double n = failures;
    double m = scores.length - n;
    if (n == 0 || m == 0) {
      return new Auc(Double.NaN, Double.NaN);
    }
    double a = (ranks - n * (n + 1) / 2) / (n * m);
    double q1 = a / (2 - a);
    double q2 = 2 * a * a / (1 + a);
    double variance = (a * (1 - a) + (n - 1) * (q1 - a * a) + (m - 1) * (q2 - a * a)) / (n * m);
    return new Auc(a, Math.sqrt(Math.max(0, variance)));
  }
}
