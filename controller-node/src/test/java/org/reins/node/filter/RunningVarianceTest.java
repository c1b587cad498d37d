package org.reins.node.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RunningVarianceTest {
  private static final double MEMORY = 0.1;

  @Test
  void itIsTheVarianceUnderExponentialWeights() {
    SplittableRandom random = new SplittableRandom(3);
    int n = 2_000;
    double dt = 0.001;
    double[] x = new double[n];
    RunningVariance running = new RunningVariance(1, MEMORY);
    for (int k = 0; k < n; k++) {
      x[k] = 5 + random.nextDouble(-1, 1) + 0.01 * k;
      running.add(new double[] {x[k]}, dt);
    }
    double weights = 0;
    double mean = 0;
    for (int k = 0; k < n; k++) {
      double w = Math.exp(-(n - 1 - k) * dt / MEMORY);
      weights += w;
      mean += w * x[k];
    }
    mean /= weights;
    double variance = 0;
    for (int k = 0; k < n; k++) {
      variance += Math.exp(-(n - 1 - k) * dt / MEMORY) * (x[k] - mean) * (x[k] - mean) / weights;
    }
    assertEquals(variance, running.of(0), 1e-6 * variance);
  }

  @Test
  void aSignalThatStaysHasNone_whateverItsSize() {
    RunningVariance running = new RunningVariance(2, MEMORY);
    for (int k = 0; k < 100; k++) {
      running.add(new double[] {1e6, -3}, 0.002);
    }
    assertEquals(0, running.of(0));
    assertEquals(0, running.of(1));
  }

  @Test
  void aNumberThatIsNoneIsLeftOut() {
    RunningVariance running = new RunningVariance(1, MEMORY);
    running.add(new double[] {1}, 0.001);
    running.add(new double[] {Double.NaN}, 0.001);
    running.add(new double[] {1}, 0.001);
    assertEquals(0, running.of(0));
  }
}
