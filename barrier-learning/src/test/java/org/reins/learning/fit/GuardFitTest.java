package org.reins.learning.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.reins.filter.barrier.Activation;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.barrier.SupportGuard;
import org.reins.learning.value.ValueSettings;
import org.reins.learning.value.ValueTraining;
import org.reins.sim.TransitionFile;
import org.reins.sim.system.DoubleIntegrator;
import org.reins.sim.system.SystemRecorder;

class GuardFitTest {
  private static final SystemRecorder RECORDER = new SystemRecorder(new DoubleIntegrator());
  private static final BarrierFile FILE = guarded();
  private final SupportGuard guard = SupportGuard.of(FILE);

  private static BarrierFile guarded() {
    TransitionFile data = RECORDER.record(80_000, 3, done -> {});
    ValueSettings settings =
        new ValueSettings(
            ValueSettings.Method.VOCBF, 20, 8, 1, 0.9, 1e-3, 8, 1, Activation.TANH, 1, 1);
    try (ValueTraining training = new ValueTraining(data, settings, ValueTraining.Extra.NONE)) {
      return GuardFit.addTo(training.result("x"), data, 1);
    }
  }

  @Test
  void freshDataOfTheSameKindAreCalledStrangeNoMoreOftenThanThePValueSays() {
    TransitionFile fresh = RECORDER.record(80_000, 4, done -> {});
    double[] x = new double[2];
    double[] u = new double[1];
    int[] below = new int[2];
    int count = 0;
    SplittableRandom random = new SplittableRandom(5);
    int rows = fresh.transitions().count();
    int[] episode = fresh.transitions().episode();
    for (int first = 0; first < rows; ) {
      int end = first;
      while (end < rows && episode[end] == episode[first]) {
        end++;
      }
      // One row an episode: rows of one episode are alike.
      int r = random.nextInt(first, end);
      x[0] = fresh.transitions().state()[2 * r];
      x[1] = fresh.transitions().state()[2 * r + 1];
      u[0] = fresh.transitions().action()[r];
      double p = guard.pValue(x, u);
      below[0] += p <= 0.05 ? 1 : 0;
      below[1] += p <= 0.5 ? 1 : 0;
      count++;
      first = end;
    }
    assertTrue(below[0] < 0.08 * count, below[0] + " of " + count);
    assertTrue(below[1] > 0.4 * count && below[1] < 0.6 * count, below[1] + " of " + count);
  }

  @Test
  void whatIsFarFromTheDataGetsTheSmallestPValue() {
    assertEquals(guard.smallest(), guard.pValue(new double[] {0, 9}, new double[1]));
    assertEquals(guard.smallest(), guard.pValue(new double[] {4, 0}, new double[1]));
    assertEquals(guard.smallest(), guard.pValue(new double[] {0, 0}, new double[] {8}));
    assertEquals(guard.smallest(), guard.pValue(new double[] {Double.NaN, 0}, new double[1]));
    assertTrue(guard.pValue(new double[] {0, 0}, new double[1]) > 0.05);
  }

  @Test
  void itTravelsInTheFile() throws java.io.IOException {
    java.nio.file.Path path = java.nio.file.Files.createTempFile("guard", ".safetensors");
    FILE.write(path);
    SupportGuard read = SupportGuard.of(BarrierFile.read(path));
    java.nio.file.Files.delete(path);
    double[] x = {0.3, -0.4};
    assertEquals(guard.pValue(x, new double[1]), read.pValue(x, new double[1]));
  }

  @Test
  void evaluatingAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    double[] x = {0.3, -0.4};
    double[] u = {0.1};
    double sum = 0;
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 200 && least > 0; attempt++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int k = 0; k < 1_000; k++) {
        sum += guard.pValue(x, u);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertTrue(sum > 0);
    assertEquals(0, least);
  }
}
