package org.reins.learning.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OnnxReaderTest {
  private static final int[] SIZES = {3, 5, 2};

  @Test
  void whatWasWrittenComesBack() {
    TanhNetwork network = new TanhNetwork(SIZES, TanhNetwork.randomParameters(SIZES, 4));
    TanhNetwork back = OnnxReader.read("mine", OnnxWriter.write(network, Map.of("a", "b")));
    assertArrayEquals(SIZES, back.sizes());
    // The file is in single precision.
    assertArrayEquals(network.parameters(), back.parameters(), 1e-6);
  }

  @Test
  void whatIsNoNetworkOfOursIsNamedAndNeverEndsInAnotherError() {
    byte[] good =
        OnnxWriter.write(new TanhNetwork(SIZES, TanhNetwork.randomParameters(SIZES, 4)), Map.of());
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      try {
        OnnxReader.read("cut", cut);
      } catch (IllegalArgumentException e) {
        assertTrue(e.getMessage().contains("cut"), e.getMessage());
      }
    }
    byte[] nonsense = new byte[100];
    Arrays.fill(nonsense, (byte) 0xFF);
    assertThrows(IllegalArgumentException.class, () -> OnnxReader.read("x", nonsense));
    assertThrows(IllegalArgumentException.class, () -> OnnxReader.read("x", new byte[0]));
  }
}
