package org.reins.learning.assurance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.barrier.NeuralBarrier;
import org.reins.filter.sampleddata.ModelRate;
import org.reins.sim.system.BenchmarkSystem;
import org.reins.sim.system.Boat;
import org.reins.sim.system.DoubleIntegrator;
import org.reins.sim.system.Dubins;
import org.reins.sim.system.Pendulum;

class CellProofTest {
  @Test
  void aLevelSetThatTheInputCanAlwaysHoldIsProvedWhole() {
    // B = 0.5 − 0.5 y: the boat moves north and south as it likes.
    CellProof proof = CellProof.of(linear(0, -0.5f, 0.5f), new Boat(), 0, 12, share -> {});
    assertTrue(proof.boundary() >= 200);
    assertEquals(1, proof.share());
  }

  @Test
  void aLevelSetThatNoInputCanHoldIsNotProved() {
    // B = −x: the current is faster than the boat for small y.
    CellProof proof = CellProof.of(linear(-1, 0, 0), new Boat(), 0, 10, share -> {});
    assertTrue(proof.boundary() > 0);
    // ẋ ≤ 0 is possible where 2 − y²/2 ≤ 1, that is |y| ≥ √2: 29 % of the line.
    assertEquals(1 - Math.sqrt(2) / 2, proof.share(), 0.02);
  }

  @Test
  void aBarrierThatIgnoresTheSpeedIsProvedOnlyWhereTheSpeedPointsInside() {
    // B = 0.5 − p: nothing can be done about ṗ = v at once.
    BenchmarkSystem system = new DoubleIntegrator();
    CellProof proof = CellProof.of(linear(-1, 0, 0.5f), system, 0, 10, share -> {});
    assertEquals(0.5, proof.share(), 0.02);
  }

  @Test
  void ofACurvedLevelSetAllIsProvedButTheCellsWhereBruteForceFindsAStateThatNoInputHolds() {
    Pendulum system = new Pendulum();
    for (int seed = 0; seed < 3; seed++) {
      BarrierFile file = curved(seed);
      CellProof proof = CellProof.of(file, system, 0, 16, share -> {});
      BruteForce force = BruteForce.of(file, system);
      assertTrue(force.crossed > 100, "seed " + seed + " crosses " + force.crossed + " cells");
      // The level set may touch the edge of a cell between the samples, or of its neighbour.
      assertTrue(proof.boundary() >= force.crossed);
      assertTrue(proof.boundary() <= 1.05 * force.crossed + 5, force + ", " + proof);
      long open = proof.boundary() - proof.proved();
      assertTrue(force.refuted > 10 && proof.proved() > 10, force + ", " + proof);
      assertTrue(open >= force.refuted, force + ", " + proof);
      assertTrue(open <= 1.3 * force.refuted + 10, force + ", " + proof);
    }
  }

  @Test
  void aCellThatTheLevelSetDoesNotPassIsNoneOfItsCells_howeverEasilyItIsProved() {
    // B = 0.4 − x − 0.3 y + 0.2 cos θ: a car that drives away holds it with any input.
    Dubins system = new Dubins();
    BarrierFile file =
        with(
            List.of(
                new BarrierFile.Layer(4, 1, new float[] {-1, -0.3f, 0.2f, 0}, new float[] {0.4f})),
            2,
            4);
    CellProof proof = CellProof.of(file, system, 0, 8, share -> {});
    NeuralBarrier barrier = new NeuralBarrier(file);
    int cells = 40;
    long passed = 0;
    for (int cell = 0; cell < cells * cells * cells; cell++) {
      int positive = 0;
      for (int corner = 0; corner < 8; corner++) {
        double[] x = new double[3];
        for (int i = 0, rest = cell; i < 3; i++, rest /= cells) {
          double width = (system.upper()[i] - system.lower()[i]) / cells;
          x[i] = system.lower()[i] + (rest % cells + (corner >> i & 1)) * width;
        }
        positive += barrier.evaluate(x) > 0 ? 1 : 0;
      }
      passed += positive > 0 && positive < 8 ? 1 : 0;
    }
    assertTrue(proof.boundary() >= passed);
    // B has its greatest cos θ inside of a cell here and there.
    assertTrue(proof.boundary() <= 1.02 * passed, proof + ", " + passed);
    assertTrue(proof.proved() > 0.3 * passed && proof.proved() < 0.7 * passed, proof.toString());
  }

  /** Cells that a level set crosses, and those of them where a state is found that falls. */
  private record BruteForce(long crossed, long refuted) {
    private static final int CELLS = 200;
    private static final int SAMPLES = 12;

    static BruteForce of(BarrierFile file, Pendulum system) {
      NeuralBarrier barrier = new NeuralBarrier(file);
      ModelRate rate = new ModelRate(system, barrier);
      double[] best = new double[1];
      double[] x = new double[2];
      long crossed = 0;
      long refuted = 0;
      for (int cell = 0; cell < CELLS * CELLS; cell++) {
        int column = cell / CELLS;
        int row = cell % CELLS;
        boolean crosses = false;
        boolean falls = false;
        for (int s = 0; s < SAMPLES && !falls; s++) {
          x[0] = at(system, 0, column + (s + 0.5) / SAMPLES);
          double low = at(system, 1, row);
          double high = at(system, 1, row + 1);
          x[1] = low;
          boolean positive = barrier.evaluate(x) > 0;
          x[1] = high;
          if (barrier.evaluate(x) > 0 == positive) {
            continue;
          }
          for (int k = 0; k < 50; k++) {
            x[1] = (low + high) / 2;
            if (barrier.evaluate(x) > 0 == positive) {
              low = x[1];
            } else {
              high = x[1];
            }
          }
          crosses = true;
          rate.evaluate(x);
          system.inputSet().most(rate.row(), best);
          falls = rate.drift() + rate.row()[0] * best[0] < -1e-5;
        }
        crossed += crosses ? 1 : 0;
        refuted += falls ? 1 : 0;
      }
      return new BruteForce(crossed, refuted);
    }

    private static double at(Pendulum system, int i, double cells) {
      return system.lower()[i] + (system.upper()[i] - system.lower()[i]) * cells / CELLS;
    }
  }

  /** B over (cos θ, θ̇, sin θ), two random layers of 16. */
  private static BarrierFile curved(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<BarrierFile.Layer> layers = new ArrayList<>();
    int[] widths = {3, 16, 16, 1};
    for (int l = 0; l < 3; l++) {
      float[] weight = new float[widths[l] * widths[l + 1]];
      for (int i = 0; i < weight.length; i++) {
        weight[i] = (float) (1.5 * random.nextGaussian() / Math.sqrt(widths[l]));
      }
      layers.add(new BarrierFile.Layer(widths[l], widths[l + 1], weight, new float[widths[l + 1]]));
    }
    return with(layers, 0, 3);
  }

  /** B over states of which one is an angle. */
  private static BarrierFile with(List<BarrierFile.Layer> layers, int angle, int features) {
    float[] scale = new float[features];
    Arrays.fill(scale, 1);
    scale[1] = features == 3 ? 2 : 1;
    float[] low = new float[features];
    Arrays.fill(low, -9);
    float[] high = new float[features];
    Arrays.fill(high, 9);
    Map<String, String> metadata = new TreeMap<>(linear(0, 0, 0).metadata());
    metadata.put("angles", Integer.toString(angle));
    return new BarrierFile(layers, new float[features], scale, low, high, metadata);
  }

  private static BarrierFile linear(float a, float b, float c) {
    Map<String, String> metadata = new TreeMap<>();
    for (String key : List.of("robot", "joints", "dataset_sha256")) {
      metadata.put(key, "x");
    }
    for (String key : List.of("output_scale", "dt", "lambda", "tau", "seed")) {
      metadata.put(key, "1");
    }
    metadata.put("delta", "0");
    metadata.put("activation", "tanh");
    metadata.put("schema", BarrierFile.SCHEMA);
    return new BarrierFile(
        List.of(new BarrierFile.Layer(2, 1, new float[] {a, b}, new float[] {c})),
        new float[2],
        new float[] {1, 1},
        new float[] {-9, -9},
        new float[] {9, 9},
        metadata);
  }
}
