package org.reins.learning.policy;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reins.robot.file.Sentences;
import org.reins.robot.fuzz.BrokenCopies;

/** ONNX files that are broken or meant to do harm. */
@Timeout(120)
class HostilePolicyTest {
  private static final int[] SIZES = {3, 4, 2};

  @Test
  void everyBrokenCopyIsReadOrRefusedInOneSentence() {
    BrokenCopies copies = new BrokenCopies(14, OnnxWriter.write(network(0.5), Map.of()), List.of());
    int refused = 0;
    for (int k = 0; k < 1_000; k++) {
      try {
        OnnxReader.read("p", copies.next());
      } catch (IllegalArgumentException e) {
        Sentences.require(e);
        refused++;
      }
    }
    assertTrue(refused > 200, "broken copies were refused: " + refused);
  }

  @Test
  void weightsThatAreNotFiniteAreRefusedByName() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> OnnxReader.read("p", OnnxWriter.write(network(Double.NaN), Map.of())))
            .getMessage();
    assertTrue(message.contains("contains NaN"), message);
  }

  private static TanhNetwork network(double value) {
    double[] parameters = new double[TanhNetwork.parameterCount(SIZES)];
    java.util.Arrays.fill(parameters, value);
    return new TanhNetwork(SIZES, parameters);
  }
}
