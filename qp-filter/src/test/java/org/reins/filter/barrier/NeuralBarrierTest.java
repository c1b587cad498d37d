package org.reins.filter.barrier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reins.filter.AllocationMeter;

class NeuralBarrierTest {
  private static final int[][] SHAPES = {{128, 128, 128}, {64, 64}, {7, 13}, {1}, {}};

  @ParameterizedTest
  @EnumSource(Activation.class)
  void valueAndGradientAgreeWithADoubleReference(Activation activation) {
    for (int[] hidden : SHAPES) {
      BarrierFile file = TestBarriers.random(hidden.length, 0.1f, activation, hidden);
      NeuralBarrier barrier = new NeuralBarrier(file);
      SplittableRandom random = new SplittableRandom(9);
      for (int trial = 0; trial < 50; trial++) {
        double[] x = random.doubles(14, -2, 2).toArray();
        double b = barrier.evaluate(x);
        assertEquals(reference(file, x), b, 1e-5 * (0.1 + Math.abs(b)));
        double[] gradient = barrier.gradient().clone();
        for (int i = 0; i < 14; i++) {
          double h = 1e-6;
          double[] up = x.clone();
          double[] down = x.clone();
          up[i] += h;
          down[i] -= h;
          double above = (reference(file, up) - reference(file, x)) / h;
          double below = (reference(file, x) - reference(file, down)) / h;
          if (activation != Activation.RELU || Math.abs(above - below) < 1e-6) {
            double slope = (above + below) / 2;
            assertEquals(slope, gradient[i], 1e-4 * (0.1 + Math.abs(slope)));
          }
        }
      }
    }
  }

  @Test
  void theValueAloneIsTheSame_andLeavesTheGradient() {
    NeuralBarrier barrier = new NeuralBarrier(TestBarriers.random(3, 0.1f, 64, 64));
    SplittableRandom random = new SplittableRandom(11);
    for (int trial = 0; trial < 100; trial++) {
      double b = barrier.evaluate(random.doubles(14, -2, 2).toArray());
      double[] gradient = barrier.gradient().clone();
      double[] x = random.doubles(14, -2, 2).toArray();
      double value = barrier.value(x);
      assertNotEquals(b, value);
      assertArrayEquals(gradient, barrier.gradient());
      assertEquals(barrier.evaluate(x), value);
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void vectorRegistersAndPlainLoopsGiveTheSameBits(Activation activation) {
    assertNotNull(NetworkKernel.vector(), "the tests run with the module jdk.incubator.vector");
    SplittableRandom random = new SplittableRandom(10);
    for (int[] hidden : SHAPES) {
      BarrierFile file = TestBarriers.random(3, 0.1f, activation, hidden);
      NeuralBarrier vector = new NeuralBarrier(file, NetworkKernel.vector());
      NeuralBarrier scalar = NeuralBarrier.scalar(file);
      for (int trial = 0; trial < 3_000; trial++) {
        double[] x = random.doubles(14, -20, 20).toArray();
        assertEquals(scalar.evaluate(x), vector.evaluate(x));
        assertArrayEquals(scalar.gradient(), vector.gradient());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void activationsAreExactToFloatPrecision(Activation activation) {
    float[] z = new float[NetworkKernel.LANES];
    float[] slope = new float[NetworkKernel.LANES];
    for (NetworkKernel kernel : List.of(new ScalarKernel(), NetworkKernel.vector())) {
      for (double x = -30; x <= 30; x += 0.001) {
        z[3] = (float) x;
        kernel.activate(activation, z, slope);
        double exact = activation.value((float) x);
        assertEquals(exact, z[3], 1e-6 * (0.1 + Math.max(Math.abs(exact), Math.abs(x) / 4)));
        assertEquals(activation.slope((float) x), slope[3], 5e-6);
      }
    }
  }

  @Test
  void tanhIsExactRelativeToItsValue() {
    float[] z = new float[NetworkKernel.LANES];
    for (double x = -12; x <= 12; x += 0.001) {
      z[0] = (float) x;
      new ScalarKernel().activate(Activation.TANH, z, new float[z.length]);
      assertEquals(Math.tanh((float) x), z[0], 6e-7 * Math.abs(Math.tanh(x)) + 1e-12);
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

  @ParameterizedTest
  @EnumSource(Activation.class)
  void evaluatingAllocatesNothing(Activation activation) {
    BarrierFile file = TestBarriers.random(1, 0, activation, 32, 32);
    NeuralBarrier best = new NeuralBarrier(file);
    NeuralBarrier scalar = NeuralBarrier.scalar(file);
    BarrierEnsemble ensemble = new BarrierEnsemble(List.of(best, scalar), 0.01);
    double[] x = new double[14];
    AllocationMeter.assertNoAllocation(() -> best.evaluate(x));
    AllocationMeter.assertNoAllocation(() -> scalar.evaluate(x));
    AllocationMeter.assertNoAllocation(() -> ensemble.evaluate(x));
  }

  @Test
  void anEnsembleIsItsLowestMember() {
    List<NeuralBarrier> members = members();
    BarrierEnsemble ensemble = new BarrierEnsemble(members, 0);
    SplittableRandom random = new SplittableRandom(11);
    for (int trial = 0; trial < 200; trial++) {
      double[] x = random.doubles(14, -2, 2).toArray();
      double b = ensemble.evaluate(x);
      NeuralBarrier lowest = members.get(0);
      double least = Double.POSITIVE_INFINITY;
      for (NeuralBarrier m : members) {
        double value = m.evaluate(x);
        if (value < least) {
          least = value;
          lowest = m;
        }
      }
      assertEquals(least, b);
      assertArrayEquals(lowest.gradient(), ensemble.gradient());
    }
  }

  @Test
  void aSmoothEnsembleErrsToTheSafeSideByLittle_andItsGradientIsItsSlope() {
    List<NeuralBarrier> members = members();
    double theta = 0.02;
    BarrierEnsemble hard = new BarrierEnsemble(members, 0);
    BarrierEnsemble smooth = new BarrierEnsemble(members, theta);
    SplittableRandom random = new SplittableRandom(12);
    for (int trial = 0; trial < 200; trial++) {
      double[] x = random.doubles(14, -2, 2).toArray();
      double b = smooth.evaluate(x);
      double[] gradient = smooth.gradient().clone();
      double least = hard.evaluate(x);
      assertTrue(b <= least + 1e-9 && b >= least - theta * Math.log(5) - 1e-9);
      double h = 1e-3;
      for (int i = 0; i < 14; i++) {
        double[] up = x.clone();
        double[] down = x.clone();
        up[i] += h;
        down[i] -= h;
        double slope = (smooth.evaluate(up) - smooth.evaluate(down)) / (2 * h);
        assertEquals(slope, gradient[i], 2e-3 * (0.1 + Math.abs(slope)));
      }
    }
  }

  @Test
  void anEnsembleOfSixIsRefused() {
    NeuralBarrier b = members().get(0);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new BarrierEnsemble(List.of(b, b, b, b, b, b), 0));
    assertEquals("the ensemble has 6 barriers: allowed is 1 to 5", e.getMessage());
  }

  private static List<NeuralBarrier> members() {
    return List.of(1, 2, 3, 4, 5).stream()
        .map(seed -> new NeuralBarrier(TestBarriers.random(seed, 0.1f, 32, 32)))
        .toList();
  }

  static double reference(BarrierFile file, double[] x) {
    double[] a = java.util.Arrays.copyOf(x, file.mean().length);
    int[] angles = file.angles();
    for (int k = 0; k < angles.length; k++) {
      a[angles[k]] = Math.cos(x[angles[k]]);
      a[x.length + k] = Math.sin(x[angles[k]]);
    }
    for (int i = 0; i < a.length; i++) {
      a[i] = (a[i] - file.mean()[i]) / file.scale()[i];
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
          z[o] = file.activation().value(z[o]);
        }
      }
      a = z;
    }
    return file.outputScale() * a[0];
  }
}
