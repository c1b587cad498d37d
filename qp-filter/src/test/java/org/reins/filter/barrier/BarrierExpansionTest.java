package org.reins.filter.barrier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reins.filter.AllocationMeter;

class BarrierExpansionTest {
  /** Two angles, so that 12 numbers make 14 inputs. */
  private static final Map<String, String> ANGLES = Map.of("angles", "3,10");

  @ParameterizedTest
  @EnumSource(Activation.class)
  void whatTheExpansionsLeaveOutIsWithinTheirRests(Activation activation) {
    SplittableRandom random = new SplittableRandom(22);
    for (int trial = 0; trial < 200; trial++) {
      BarrierFile file = TestBarriers.random(trial, 0.1f, activation, 24, 24, 12);
      if (trial % 2 == 1) {
        file = file.withMetadata(ANGLES);
      }
      int n = file.states();
      BarrierExpansion expansion = new BarrierExpansion(file);
      double size = Math.pow(10, random.nextDouble(-5, 0));
      double[] middle = random.doubles(n, -2, 2).toArray();
      double[] lower = new double[n];
      double[] upper = new double[n];
      for (int i = 0; i < n; i++) {
        double half = size * random.nextDouble();
        lower[i] = middle[i] - half;
        upper[i] = middle[i] + half;
        middle[i] = (lower[i] + upper[i]) / 2;
      }
      expansion.bound(lower, upper);
      NeuralBarrier barrier = new NeuralBarrier(file);
      for (int k = 0; k < 50; k++) {
        double[] d = new double[n];
        double[] x = new double[n];
        double value = expansion.value();
        for (int i = 0; i < n; i++) {
          // Corners as well as insides.
          double share = random.nextBoolean() ? random.nextInt(2) : random.nextDouble();
          x[i] = lower[i] + share * (upper[i] - lower[i]);
          d[i] = x[i] - middle[i];
          value += expansion.valueSlope(i) * d[i];
        }
        double exact = NeuralBarrierTest.reference(file, x);
        assertEquals(exact, value, expansion.valueRest(), "trial " + trial);
        assertTrue(exact >= expansion.low() && exact <= expansion.high(), "trial " + trial);
        barrier.evaluate(x);
        for (int i = 0; i < n; i++) {
          double gradient = expansion.gradient(i);
          for (int j = 0; j < n; j++) {
            gradient += expansion.gradientSlope(i, j) * d[j];
          }
          String where = "trial " + trial + ", input " + i;
          // The barrier's own gradient is in single precision.
          double g = barrier.gradient()[i];
          assertEquals(g, gradient, expansion.gradientRest(i) + 1e-6, where);
          assertTrue(g >= expansion.gradientLow()[i] - 1e-6, where);
          assertTrue(g <= expansion.gradientHigh()[i] + 1e-6, where);
        }
      }
    }
  }

  @Test
  void theRestsShrinkWithTheSquareOfTheBox() {
    for (BarrierFile file :
        new BarrierFile[] {
          TestBarriers.random(5, 0.1f, 64, 64, 64),
          TestBarriers.random(6, 0.1f, 64, 64, 64).withMetadata(ANGLES)
        }) {
      BarrierExpansion expansion = new BarrierExpansion(file);
      cube(expansion, 1e-3);
      double value = expansion.valueRest();
      double gradient = expansion.gradientRest(4);
      cube(expansion, 1e-4);
      assertEquals(0.01, expansion.valueRest() / value, 0.001);
      assertEquals(0.01, expansion.gradientRest(4) / gradient, 0.001);
    }
  }

  @Test
  void inSmallBoxesTheyAreFarBetterThanIntervals() {
    BarrierFile file = TestBarriers.random(5, 0.1f, 64, 64, 64);
    BarrierExpansion expansion = new BarrierExpansion(file);
    cube(expansion, 1e-4);
    BarrierBounds bounds = new BarrierBounds(file);
    cube(bounds, 1e-4);
    for (int i = 0; i < file.states(); i++) {
      double of = expansion.gradientHigh()[i] - expansion.gradientLow()[i];
      double intervals = bounds.gradientHigh()[i] - bounds.gradientLow()[i];
      assertTrue(of < 0.2 * intervals, of + " beside " + intervals);
    }
  }

  @Test
  void aBoxThatIsNoBoxBoundsNothing() {
    BarrierExpansion expansion = new BarrierExpansion(TestBarriers.random(5, 0.1f, 16, 16));
    double[] lower = new double[14];
    double[] upper = new double[14];
    upper[2] = Double.POSITIVE_INFINITY;
    expansion.bound(lower, upper);
    assertFalse(expansion.low() > -1e300 || expansion.high() < 1e300);
    upper[2] = Double.NaN;
    expansion.bound(lower, upper);
    assertFalse(expansion.low() > -1e300 || expansion.high() < 1e300);
  }

  @Test
  void expandingAllocatesNothing() {
    BarrierExpansion expansion = new BarrierExpansion(TestBarriers.random(5, 0.1f, 16, 16));
    double[] lower = new double[14];
    double[] upper = new double[14];
    Arrays.fill(upper, 0.1);
    AllocationMeter.assertNoAllocation(() -> expansion.bound(lower, upper));
  }

  private static void cube(GradientBounds bounds, double half) {
    double[] lower = new double[14];
    double[] upper = new double[14];
    Arrays.fill(lower, 0.3 - half);
    Arrays.fill(upper, 0.3 + half);
    bounds.bound(lower, upper);
  }
}
