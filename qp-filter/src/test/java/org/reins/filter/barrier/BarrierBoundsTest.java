package org.reins.filter.barrier;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reins.filter.AllocationMeter;

class BarrierBoundsTest {
  @ParameterizedTest
  @EnumSource(Activation.class)
  void noStateInTheBoxHasAValueOrGradientOutsideTheBounds(Activation activation) {
    SplittableRandom random = new SplittableRandom(21);
    for (int trial = 0; trial < 200; trial++) {
      BarrierFile file = TestBarriers.random(trial, 0.1f, activation, 24, 24);
      BarrierBounds bounds = new BarrierBounds(file);
      double size = Math.pow(10, random.nextDouble(-4, 0));
      double[] lower = new double[14];
      double[] upper = new double[14];
      for (int i = 0; i < 14; i++) {
        double m = random.nextDouble(-2, 2);
        lower[i] = m - size * random.nextDouble();
        upper[i] = m + size * random.nextDouble();
      }
      bounds.bound(lower, upper);
      NeuralBarrier barrier = new NeuralBarrier(file);
      for (int k = 0; k < 50; k++) {
        double[] x = new double[14];
        for (int i = 0; i < 14; i++) {
          // Corners as well as insides.
          double share = random.nextBoolean() ? random.nextInt(2) : random.nextDouble();
          x[i] = lower[i] + share * (upper[i] - lower[i]);
        }
        double exact = NeuralBarrierTest.reference(file, x);
        assertTrue(exact >= bounds.low() && exact <= bounds.high(), "trial " + trial);
        barrier.evaluate(x);
        for (int i = 0; i < 14; i++) {
          double g = barrier.gradient()[i];
          double tolerance = 1e-6;
          assertTrue(
              g >= bounds.gradientLow()[i] - tolerance && g <= bounds.gradientHigh()[i] + tolerance,
              "trial " + trial + ", input " + i);
        }
      }
    }
  }

  @Test
  void theBoundsCloseInAsTheBoxShrinks() {
    BarrierFile file = TestBarriers.random(5, 0.1f, 64, 64);
    BarrierBounds bounds = new BarrierBounds(file);
    double[] lower = new double[14];
    double[] upper = new double[14];
    double before = Double.POSITIVE_INFINITY;
    for (double size = 0.1; size > 1e-7; size /= 10) {
      for (int i = 0; i < 14; i++) {
        lower[i] = 0.3 - size;
        upper[i] = 0.3 + size;
      }
      bounds.bound(lower, upper);
      double width = bounds.high() - bounds.low();
      assertTrue(width < 0.2 * before, size + ": " + width + " after " + before);
      before = width;
    }
    NeuralBarrier barrier = new NeuralBarrier(file);
    double[] x = new double[14];
    java.util.Arrays.fill(x, 0.3);
    barrier.evaluate(x);
    for (int i = 0; i < 14; i++) {
      assertTrue(bounds.gradientHigh()[i] - bounds.gradientLow()[i] < 1e-4);
    }
  }

  @Test
  void boundingAllocatesNothing() {
    BarrierBounds bounds = new BarrierBounds(TestBarriers.random(5, 0.1f, 16, 16));
    double[] lower = new double[14];
    double[] upper = new double[14];
    java.util.Arrays.fill(upper, 0.1);
    AllocationMeter.assertNoAllocation(() -> bounds.bound(lower, upper));
  }
}
