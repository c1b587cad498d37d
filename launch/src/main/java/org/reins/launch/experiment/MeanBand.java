package org.reins.launch.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The mean of a few independent values with its 95 % confidence interval by Student's t.
 *
 * @param mean of them
 * @param low lower end
 * @param high upper end
 */
public record MeanBand(double mean, double low, double high) {
  static MeanBand of(double[] values) {
    int n = values.length;
    double mean = Arrays.stream(values).average().orElseThrow();
    if (n == 1) {
      return new MeanBand(mean, mean, mean);
    }
    double variance = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (n - 1);
    double half =
        TDistribution.of(n - 1).inverseCumulativeProbability(0.975) * Math.sqrt(variance / n);
    return new MeanBand(mean, mean - half, mean + half);
  }

  void write(ObjectNode parent, String name) {
    parent.putObject(name).put("mean", mean).put("low", low).put("high", high);
  }
}
