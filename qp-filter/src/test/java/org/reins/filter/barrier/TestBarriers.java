package org.reins.filter.barrier;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Barrier files made up for tests. */
public final class TestBarriers {
  private TestBarriers() {}

  /** Sound metadata. */
  public static Map<String, String> metadata() {
    Map<String, String> m = new LinkedHashMap<>();
    m.put("schema", BarrierFile.SCHEMA);
    m.put("robot", "panda");
    StringBuilder joints = new StringBuilder("panda_joint1");
    for (int i = 2; i <= 7; i++) {
      joints.append(",panda_joint").append(i);
    }
    m.put("joints", joints.toString());
    m.put("activation", "tanh");
    m.put("output_scale", "0.1");
    m.put("dt", "0.02");
    m.put("lambda", "0.3");
    m.put("tau", "0.9");
    m.put("delta", "0.02");
    m.put("dataset_sha256", "none");
    m.put("seed", "1");
    return m;
  }

  /**
   * A random network with these widths of hidden layers over 14 inputs, and a bias of its output.
   */
  public static BarrierFile random(long seed, float outputBias, int... hidden) {
    return random(seed, outputBias, Activation.TANH, hidden);
  }

  /** The same with another activation. */
  public static BarrierFile random(
      long seed, float outputBias, Activation activation, int... hidden) {
    Map<String, String> metadata = metadata();
    metadata.put("activation", activation.key());
    SplittableRandom random = new SplittableRandom(seed);
    List<BarrierFile.Layer> layers = new ArrayList<>();
    int from = 14;
    for (int l = 0; l <= hidden.length; l++) {
      int to = l < hidden.length ? hidden[l] : 1;
      float[] w = new float[to * from];
      float[] b = new float[to];
      for (int i = 0; i < w.length; i++) {
        w[i] = (float) (random.nextGaussian() / Math.sqrt(from));
      }
      for (int i = 0; i < to; i++) {
        b[i] = l < hidden.length ? (float) (0.1 * random.nextGaussian()) : outputBias;
      }
      layers.add(new BarrierFile.Layer(from, to, w, b));
      from = to;
    }
    float[] mean = new float[14];
    float[] scale = new float[14];
    float[] lower = new float[14];
    float[] upper = new float[14];
    for (int i = 0; i < 14; i++) {
      mean[i] = (float) (0.2 * random.nextGaussian());
    }
    Arrays.fill(scale, 0.8f);
    Arrays.fill(lower, -10);
    Arrays.fill(upper, 10);
    return new BarrierFile(layers, mean, scale, lower, upper, metadata);
  }
}
