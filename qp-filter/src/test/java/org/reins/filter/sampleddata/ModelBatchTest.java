package org.reins.filter.sampleddata;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.barrier.NetworkBatch;
import org.reins.filter.barrier.TestBarriers;

class ModelBatchTest {
  private static final int STATES = 12;
  private static final int INPUTS = 2;
  private static final int FEATURES = 14;

  @Test
  void manyStatesAtOnceGiveTheSameBitsAsOneByOne() {
    SplittableRandom random = new SplittableRandom(41);
    BarrierFile file =
        TestBarriers.random(1, 0.1f, 16)
            .withMetadata(Map.of("angles", "0,5"))
            .withNetwork(LearnedModel.NETWORK, network(random))
            .withTable(LearnedModel.RATE, 1, floats(STATES, random))
            .withTable(
                LearnedModel.LINEAR,
                1 + FEATURES + INPUTS,
                floats(STATES * (1 + FEATURES + INPUTS), random));
    int count = NetworkBatch.COLUMNS + 7;
    double[][] x = new double[STATES][];
    for (int i = 0; i < STATES; i++) {
      x[i] = random.doubles(count, -2, 2).toArray();
    }
    double[][] f = new double[STATES][count];
    double[][] g = new double[STATES * INPUTS][count];
    LearnedModel.batch(file, LearnedModel.NETWORK).evaluate(x, count, f, g);
    LearnedModel one = new LearnedModel(file, LearnedModel.NETWORK);
    double[] state = new double[STATES];
    double[] drift = new double[STATES];
    double[] push = new double[STATES * INPUTS];
    for (int c = 0; c < count; c++) {
      for (int i = 0; i < STATES; i++) {
        state[i] = x[i][c];
      }
      one.evaluate(state, drift, push);
      for (int i = 0; i < STATES; i++) {
        assertEquals(drift[i], f[i][c]);
      }
      for (int i = 0; i < push.length; i++) {
        assertEquals(push[i], g[i][c]);
      }
    }
  }

  private static List<BarrierFile.Layer> network(SplittableRandom random) {
    int[] widths = {FEATURES, 20, 20, STATES * (1 + INPUTS)};
    List<BarrierFile.Layer> layers = new ArrayList<>();
    for (int l = 0; l < 3; l++) {
      float[] weight = floats(widths[l] * widths[l + 1], random);
      layers.add(
          new BarrierFile.Layer(widths[l], widths[l + 1], weight, floats(widths[l + 1], random)));
    }
    return layers;
  }

  private static float[] floats(int count, SplittableRandom random) {
    float[] all = new float[count];
    for (int i = 0; i < count; i++) {
      all[i] = (float) random.nextDouble(-0.5, 0.5);
    }
    return all;
  }
}
