package org.reins.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NeuralBarrierTest {
  @Test
  void valueAndGradientAgreeWithADoubleReference() {
    for (int[] hidden : new int[][] {{128, 128, 128}, {64, 64}, {7, 13}, {1}}) {
      BarrierFile file = TestBarriers.random(hidden.length, 0.1f, hidden);
      NeuralBarrier barrier = new NeuralBarrier(file);
      SplittableRandom random = new SplittableRandom(9);
      for (int trial = 0; trial < 50; trial++) {
        double[] x = random.doubles(14, -2, 2).toArray();
        double b = barrier.evaluate(x);
        assertEquals(reference(file, x), b, 1e-5 * (0.1 + Math.abs(b)));
        double[] gradient = barrier.gradient().clone();
        for (int i = 0; i < 14; i++) {
          double h = 1e-5;
          double[] up = x.clone();
          double[] down = x.clone();
          up[i] += h;
          down[i] -= h;
          double slope = (reference(file, up) - reference(file, down)) / (2 * h);
          assertEquals(slope, gradient[i], 1e-4 * (0.1 + Math.abs(slope)));
        }
      }
    }
  }

  @Test
  void tanhIsExactToFloatPrecision() {
    float[] z = new float[1];
    float[] d = new float[1];
    for (double x = -12; x <= 12; x += 0.001) {
      z[0] = (float) x;
      Activation.tanh(z, d, 1);
      double t = Math.tanh((float) x);
      assertEquals(t, z[0], 6e-7 * Math.abs(t) + 1e-12);
      assertEquals(1 - t * t, d[0], 1e-6);
    }
  }

  @Test
  void aStateThatIsNotFiniteGivesNoFiniteValue() {
    NeuralBarrier barrier = new NeuralBarrier(TestBarriers.random(1, 0, 16, 16));
    double[] x = new double[14];
    x[3] = Double.NaN;
    assertFalse(Double.isFinite(barrier.evaluate(x)));
    x[3] = 0;
    assertTrue(Double.isFinite(barrier.evaluate(x)));
  }

  @Test
  void evaluatingAllocatesNothing() {
    NeuralBarrier barrier = new NeuralBarrier(TestBarriers.random(1, 0, 32, 32));
    double[] x = new double[14];
    AllocationMeter.assertNoAllocation(() -> barrier.evaluate(x));
  }

  private static double reference(BarrierFile file, double[] x) {
    double[] a = new double[x.length];
    for (int i = 0; i < a.length; i++) {
      a[i] = (x[i] - file.mean()[i]) / file.scale()[i];
    }
    for (int l = 0; l < file.layers().size(); l++) {
      BarrierFile.Layer layer = file.layers().get(l);
      double[] z = new double[layer.outputs()];
      for (int o = 0; o < z.length; o++) {
        z[o] = layer.bias()[o];
        for (int i = 0; i < a.length; i++) {
          z[o] += layer.weight()[o * a.length + i] * a[i];
        }
        if (l < file.layers().size() - 1) {
          z[o] = Math.tanh(z[o]);
        }
      }
      a = z;
    }
    return file.outputScale() * a[0];
  }
}
