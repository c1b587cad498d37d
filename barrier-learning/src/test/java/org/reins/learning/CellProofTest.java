package org.reins.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.reins.filter.barrier.BarrierFile;
import org.reins.sim.system.BenchmarkSystem;
import org.reins.sim.system.Boat;
import org.reins.sim.system.DoubleIntegrator;

class CellProofTest {
  @Test
  void aLevelSetThatTheInputCanAlwaysHoldIsProvedWhole() {
    // B = 0.5 − 0.5 y: the boat moves north and south as it likes.
    CellProof proof = CellProof.of(linear(0, -0.5f, 0.5f), new Boat(), 0, 12);
    assertTrue(proof.boundary() >= 200);
    assertEquals(1, proof.share());
  }

  @Test
  void aLevelSetThatNoInputCanHoldIsNotProved() {
    // B = −x: the current is faster than the boat for small y.
    CellProof proof = CellProof.of(linear(-1, 0, 0), new Boat(), 0, 10);
    assertTrue(proof.boundary() > 0);
    // ẋ ≤ 0 is possible where 2 − y²/2 ≤ 1, that is |y| ≥ √2: 29 % of the line.
    assertEquals(1 - Math.sqrt(2) / 2, proof.share(), 0.02);
  }

  @Test
  void aBarrierThatIgnoresTheSpeedIsProvedOnlyWhereTheSpeedPointsInside() {
    // B = 0.5 − p: nothing can be done about ṗ = v at once.
    BenchmarkSystem system = new DoubleIntegrator();
    CellProof proof = CellProof.of(linear(-1, 0, 0.5f), system, 0, 10);
    assertEquals(0.5, proof.share(), 0.02);
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
