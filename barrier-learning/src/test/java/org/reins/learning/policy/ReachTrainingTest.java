package org.reins.learning.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

@Tag("training")
class ReachTrainingTest {
  private final RobotModel panda = RobotFiles.load("panda");

  @Test
  void theNumberOfThreadsDoesNotChangeThePolicy() {
    byte[][] models = new byte[2][];
    for (int threads = 1; threads <= 2; threads++) {
      TanhNetwork policy =
          search(new PolicySearch.Settings(3, 4, 1, 5, threads)).run((g, mean, reached) -> {});
      models[threads - 1] = OnnxWriter.write(policy, Map.of());
    }
    assertArrayEquals(models[0], models[1]);
  }

  @Test
  void aShortTrainingAlreadyImprovesTheReturnOfHeldOutEpisodes() {
    List<Double> returns = new ArrayList<>();
    search(new PolicySearch.Settings(30, 24, 3, 1, 2)).run((g, mean, reached) -> returns.add(mean));
    assertTrue(returns.get(29) > returns.get(0) + 0.1, returns.get(0) + " to " + returns.get(29));
  }

  @Test
  void theOnnxModelComputesWhatTheNetworkDoes() throws OrtException {
    int[] sizes = {20, 48, 48, 8};
    TanhNetwork network = new TanhNetwork(sizes, TanhNetwork.randomParameters(sizes, 3));
    byte[] model = OnnxWriter.write(network, Map.of("reins.robot", "panda"));
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(model)) {
      assertEquals("panda", session.getMetadata().getCustomMetadata().get("reins.robot"));
      SplittableRandom random = new SplittableRandom(1);
      float[] action = new float[8];
      for (int trial = 0; trial < 20; trial++) {
        float[] observation = new float[20];
        for (int i = 0; i < 20; i++) {
          observation[i] = (float) random.nextGaussian();
        }
        network.act(observation, action);
        try (OnnxTensor in = OnnxTensor.createTensor(environment, new float[][] {observation});
            OrtSession.Result out = session.run(Map.of("observation", in))) {
          assertArrayEquals(action, ((float[][]) out.get(0).getValue())[0], 2e-6f);
        }
      }
    }
  }

  private PolicySearch search(PolicySearch.Settings settings) {
    return new PolicySearch(ReachReturn.sizes(panda), settings, () -> new ReachReturn(panda));
  }
}
