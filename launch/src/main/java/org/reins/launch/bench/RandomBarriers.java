package org.reins.launch.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.reins.filter.barrier.Activation;
import org.reins.filter.barrier.BarrierFile;
import org.reins.robot.RobotModel;

/** Barriers over (q, q̇) with random weights, for what does not depend on what they say. */
final class RandomBarriers {
  private RandomBarriers() {}

  /**
   * Makes one.
   *
   * @param outputBias what the barrier says where its inputs are average, in units of its scale
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
}
