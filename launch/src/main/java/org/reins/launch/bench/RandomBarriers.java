package org.reins.launch.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.reins.filter.barrier.Activation;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.barrier.SupportGuard;
import org.reins.robot.model.RobotModel;

/**
 * Barriers over (q, q̇) with random weights, for measurements that do not depend on their values.
 */
final class RandomBarriers {
  private static final int GUARD_CENTRES = 128;
  private static final int GUARD_SCORES = 1_000;
  // Wide enough for the states and torques of the benchmarks to count as inside the data.
  private static final float LARGEST_SCORE = 100;
  private static final float ACTION_SCALE = 50;

  private RandomBarriers() {}

  /**
   * Creates a barrier.
   *
   * @param outputBias the barrier's value at average inputs, in units of its scale
   */
  static BarrierFile of(RobotModel robot, Activation activation, float outputBias, int... hidden) {
    SplittableRandom random = new SplittableRandom(7);
    int inputs = 2 * robot.dof();
    List<BarrierFile.Layer> layers = new ArrayList<>();
    int from = inputs;
    for (int l = 0; l <= hidden.length; l++) {
      int to = l < hidden.length ? hidden[l] : 1;
      float[] w = new float[to * from];
      for (int i = 0; i < w.length; i++) {
        w[i] = (float) (random.nextGaussian() / Math.sqrt(from));
      }
      float[] b = new float[to];
      if (l == hidden.length) {
        b[0] = outputBias;
      }
      layers.add(new BarrierFile.Layer(from, to, w, b));
      from = to;
    }
    float[] scale = new float[inputs];
    Arrays.fill(scale, 1);
    float[] lower = new float[inputs];
    Arrays.fill(lower, -10);
    float[] upper = new float[inputs];
    Arrays.fill(upper, 10);
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("schema", BarrierFile.SCHEMA);
    metadata.put("robot", robot.name());
    metadata.put("joints", String.join(",", robot.jointNames()));
    metadata.put("activation", activation.key());
    metadata.put("output_scale", "0.1");
    metadata.put("dt", "0.001");
    metadata.put("lambda", "0.3");
    metadata.put("tau", "0.9");
    metadata.put("delta", "0");
    metadata.put("dataset_sha256", "none");
    metadata.put("seed", "7");
    return new BarrierFile(layers, new float[inputs], scale, lower, upper, metadata);
  }

  /** Adds a guard of random centres and calibration scores. */
  static BarrierFile guarded(RobotModel robot, BarrierFile barrier) {
    SplittableRandom random = new SplittableRandom(8);
    int size = 3 * robot.dof();
    float[] centres = new float[GUARD_CENTRES * size];
    for (int i = 0; i < centres.length; i++) {
      centres[i] = (float) random.nextGaussian();
    }
    float[] spread = new float[GUARD_CENTRES];
    Arrays.fill(spread, size);
    float[] scores = new float[GUARD_SCORES];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = LARGEST_SCORE * i / GUARD_SCORES;
    }
    float[] scale = new float[robot.dof()];
    Arrays.fill(scale, ACTION_SCALE);
    return barrier
        .withTable(SupportGuard.CENTRES, size, centres)
        .withTable(SupportGuard.SPREAD, 1, spread)
        .withTable(SupportGuard.ACTION_SCALE, 1, scale)
        .withTable(SupportGuard.SCORES, 1, scores);
  }
}
