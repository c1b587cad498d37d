package org.reins.filter.sampleddata;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.reins.filter.barrier.Activation;
import org.reins.filter.barrier.BarrierBounds;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.barrier.NeuralBarrier;
import org.reins.filter.barrier.TestBarriers;

class SampledMarginTest {
  private static final double PERIOD = 0.01;

  @Test
  void aNetworkFallsNoFasterBetweenSamplesThanTheMarginSays() {
    SplittableRandom random = new SplittableRandom(51);
    for (Activation activation : Activation.values()) {
      for (int trial = 0; trial < 100; trial++) {
        BarrierFile file = TestBarriers.random(trial, 0.1f, activation, 24, 24);
        NeuralBarrier barrier = new NeuralBarrier(file);
        double[] rate = random.doubles(14, 0.1, 3).toArray();
        SampledMargin margin =
            new SampledMargin(new BarrierBounds(file), PERIOD, rate, new double[14]);
        double[] x = random.doubles(14, -2, 2).toArray();
        double b = barrier.evaluate(x);
        double[] gradient = barrier.gradient().clone();
        double epsilon = margin.at(x, gradient);
        double[] v = new double[14];
        double slope = 0;
        for (int i = 0; i < 14; i++) {
          // Mostly as fast as can be.
          v[i] =
              rate[i] * (random.nextInt(4) > 0 ? 2 * random.nextInt(2) - 1 : random.nextDouble());
          slope += gradient[i] * v[i];
        }
        for (double t = 0; t <= PERIOD; t += PERIOD / 10) {
          double[] there = new double[14];
          for (int i = 0; i < 14; i++) {
            there[i] = x[i] + t * v[i];
          }
          double reached = barrier.evaluate(there);
          assertTrue(reached >= b + t * (slope - epsilon) - 1e-6, activation + ", trial " + trial);
        }
      }
    }
  }

  @Test
  void theMarginVanishesWithThePeriod() {
    BarrierFile file = TestBarriers.random(1, 0.1f, 32, 32);
    NeuralBarrier barrier = new NeuralBarrier(file);
    double[] x = new double[14];
    barrier.evaluate(x);
    double[] rate = new double[14];
    Arrays.fill(rate, 1);
    double before = Double.POSITIVE_INFINITY;
    for (double period = 0.1; period > 1e-5; period /= 10) {
      double margin =
          new SampledMargin(new BarrierBounds(file), period, rate, new double[14])
              .at(x, barrier.gradient());
      assertTrue(margin < 0.2 * before, period + ": " + margin);
      before = margin;
    }
  }
}
