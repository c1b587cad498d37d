package org.reins.learning.rollout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.barrier.NeuralBarrier;
import org.reins.filter.sampleddata.CriticRate;
import org.reins.filter.sampleddata.LearnedModel;
import org.reins.filter.sampleddata.ModelRate;
import org.reins.learning.fit.Checkpoint;
import org.reins.learning.rollout.RolloutSettings.Labels;
import org.reins.sim.TransitionFile;
import org.reins.sim.system.BenchmarkSystem;
import org.reins.sim.system.DoubleIntegrator;
import org.reins.sim.system.SystemRecorder;

@Tag("training")
class RolloutTrainingTest {
  private static final BenchmarkSystem SYSTEM = new DoubleIntegrator();
  private static final TransitionFile DATA =
      new SystemRecorder(SYSTEM).record(30_000, 1, done -> {});

  private static final RolloutStarts STARTS = new RolloutStarts(100, 0, 0);
  private static final LabelRange RANGE = new LabelRange(0.25, 0.15);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Labels.class)
  void theDoubleIntegratorIsLearnedFromLogs_asFarAsAShortTrainingGoes(Labels labels) {
    try (RolloutTraining training = training(4, 400, 300, labels)) {
      BarrierFile file = trained(training);
      NeuralBarrier barrier = new NeuralBarrier(file);
      int right = 0;
      int falseSafe = 0;
      int all = 0;
      for (double p = -0.95; p < 1; p += 0.1) {
        for (double v = -1.9; v < 2; v += 0.1) {
          boolean safe = DoubleIntegrator.value(p, v) >= 0;
          boolean says = barrier.evaluate(new double[] {p, v}) >= 0.01;
          right += safe == says ? 1 : 0;
          falseSafe += says && !safe ? 1 : 0;
          all++;
        }
      }
      // h itself is right for two thirds of these states and false-safe for the rest.
      assertTrue(right > 0.85 * all, right + " of " + all + " right");
      assertTrue(falseSafe < 0.05 * all, falseSafe + " of " + all + " false-safe");
      modelAndCriticTellTheRate(file, barrier);
    }
  }

  private static BarrierFile trained(RolloutTraining training) {
    for (int k = 0; k < training.stages(); k++) {
      training.stage(k, (what, share, loss) -> {});
    }
    return training.result("hash");
  }

  /** ṗ = v, v̇ = a; and b₀ + b₁ a ≈ ∇B·(v, a). */
  private static void modelAndCriticTellTheRate(BarrierFile file, NeuralBarrier barrier) {
    double[] x = {0.3, 0.8};
    double[] f = new double[2];
    double[] g = new double[2];
    new LearnedModel(file, LearnedModel.NETWORK).evaluate(x, f, g);
    assertArrayEquals(new double[] {0.8, 0}, f, 2e-3);
    assertArrayEquals(new double[] {0, 1}, g, 2e-3);
    ModelRate exact = new ModelRate(SYSTEM, barrier);
    CriticRate critic = new CriticRate(file, new NeuralBarrier(file));
    double both = 0;
    double ofExact = 0;
    double ofCritic = 0;
    SplittableRandom random = new SplittableRandom(1);
    for (int k = 0; k < 2_000; k++) {
      x[0] = random.nextDouble(-1, 1);
      x[1] = random.nextDouble(-1.5, 1.5);
      double a = random.nextBoolean() ? 1 : -1;
      exact.evaluate(x);
      critic.evaluate(x);
      double e = exact.drift() + a * exact.row()[0];
      double c = critic.drift() + a * critic.row()[0];
      both += e * c;
      ofExact += e * e;
      ofCritic += c * c;
    }
    double alike = both / Math.sqrt(ofExact * ofCritic);
    assertTrue(alike > 0.8, "correlation of critic and exact rate " + alike);
  }

  /**
   * Also when the labels of the last fits, all drawn before the kill, are not in the checkpoint.
   * The weights are compared after each stage, so that a failure names the first one that differs.
   */
  @ParameterizedTest
  @CsvSource({"8, 0", "12, 200"})
  void aTrainingKilledBetweenStagesEndsWithTheSameWeights(int stage, int last) throws IOException {
    Path path = folder.resolve("checkpoint");
    Checkpoint checkpoint = new Checkpoint(path, "one");
    List<List<List<BarrierFile.Layer>>> whole = new ArrayList<>();
    try (RolloutTraining training = training(1, 100, last, 10, Labels.MARGIN, EdgeFit.EVEN)) {
      for (int k = 0; k < training.stages(); k++) {
        training.stage(k, (what, share, loss) -> {});
        whole.add(training.weights());
        if (k == stage) {
          checkpoint.save(training, k + 1);
        }
      }
    }
    try (RolloutTraining training = training(1, 100, last, 10, Labels.MARGIN, EdgeFit.EVEN)) {
      int from = checkpoint.restore(training);
      assertEquals(stage + 1, from);
      assertSameWeights(whole.get(stage), training.weights(), "in the checkpoint");
      for (int k = from; k < training.stages(); k++) {
        training.stage(k, (what, share, loss) -> {});
        assertSameWeights(whole.get(k), training.weights(), "after stage " + k);
      }
    }
  }

  private static void assertSameWeights(
      List<List<BarrierFile.Layer>> whole, List<List<BarrierFile.Layer>> resumed, String when) {
    assertEquals(whole.size(), resumed.size());
    for (int n = 0; n < whole.size(); n++) {
      for (int l = 0; l < whole.get(n).size(); l++) {
        String what = "network " + n + ", layer " + l + ", " + when;
        BarrierFile.Layer layer = resumed.get(n).get(l);
        assertArrayEquals(whole.get(n).get(l).weight(), layer.weight(), what);
        assertArrayEquals(whole.get(n).get(l).bias(), layer.bias(), what);
      }
    }
  }

  @Test
  void aCheckpointOfAnotherTrainingOrADamagedOneIsRefused() throws IOException {
    Path path = folder.resolve("checkpoint");
    try (RolloutTraining training = training(1, 100, 1, Labels.MARGIN)) {
      assertEquals(0, new Checkpoint(path, "one").restore(training));
      new Checkpoint(path, "one").save(training, 1);
      assertMessage("belongs to another training", path, "two", training);
      byte[] bytes = Files.readAllBytes(path);
      bytes[bytes.length / 2] ^= 1;
      Files.write(path, bytes);
      assertMessage("is damaged", path, "one", training);
    }
  }

  private static void assertMessage(String part, Path path, String name, RolloutTraining training) {
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> new Checkpoint(path, name).restore(training))
            .getMessage();
    assertTrue(message.contains(part), message);
  }

  @Test
  void settingsOutOfRangeAreNamed() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new RolloutSettings(
                        64,
                        2,
                        1,
                        STARTS,
                        1,
                        8,
                        1,
                        0.2,
                        1,
                        RANGE,
                        Labels.MARGIN,
                        EdgeFit.EVEN,
                        1e-3,
                        1))
            .getMessage();
    assertEquals("authority is 0.2: allowed is 0.5 to 1.0", message);
  }

  @Test
  void aLowExpectileLiesBelowWhatAnEvenFitGives() {
    double even = meanAfterShortTraining(new EdgeFit(0.5, 0.5));
    double low = meanAfterShortTraining(new EdgeFit(0.5, 0.05));
    assertTrue(low < even, low + " is not below " + even);
  }

  /** Mean of B over the safe set, in units of what the training scales it with. */
  private static double meanAfterShortTraining(EdgeFit edge) {
    try (RolloutTraining training = training(1, 100, 0, 15, Labels.MARGIN, edge)) {
      BarrierFile file = trained(training);
      NeuralBarrier barrier = new NeuralBarrier(file);
      double sum = 0;
      int count = 0;
      for (double p = -0.95; p < 1; p += 0.1) {
        for (double v = -1.9; v < 2; v += 0.1) {
          if (DoubleIntegrator.value(p, v) >= 0) {
            sum += barrier.evaluate(new double[] {p, v}) / file.outputScale();
            count++;
          }
        }
      }
      return sum / count;
    }
  }

  @Test
  void startsAndRangesOfLabelsOutOfRangeAreNamed() {
    assertEquals(
        "spread is 1.5: allowed is 0.0 to 1.0",
        assertThrows(IllegalArgumentException.class, () -> new RolloutStarts(100, 1.5, 0))
            .getMessage());
    assertEquals(
        "floor is 0.0: allowed is 0.05 to 1.0",
        assertThrows(IllegalArgumentException.class, () -> new LabelRange(0.25, 0)).getMessage());
  }

  @Test
  void edgeFitsOutOfRangeAreNamed() {
    assertEquals(
        "expectile is 0.0: allowed is 0.01 to 0.99",
        assertThrows(IllegalArgumentException.class, () -> new EdgeFit(0, 0)).getMessage());
    assertEquals(
        "focus is 1.0: allowed is 0.0 to 0.9",
        assertThrows(IllegalArgumentException.class, () -> new EdgeFit(1, 0.5)).getMessage());
  }

  private static RolloutTraining training(int rounds, int starts, int steps, Labels labels) {
    return training(rounds, starts, 0, steps, labels, EdgeFit.EVEN);
  }

  private static RolloutTraining training(
      int rounds, int starts, int last, int steps, Labels labels, EdgeFit edge) {
    RolloutSettings settings =
        new RolloutSettings(
            64,
            2,
            rounds,
            new RolloutStarts(starts, 0, last),
            steps,
            256,
            SYSTEM.horizon(),
            0.97,
            1,
            RANGE,
            labels,
            edge,
            2e-3,
            1);
    return new RolloutTraining(DATA, SYSTEM.inputSet(), settings);
  }
}
