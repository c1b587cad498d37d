package org.reins.filter.barrier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SafeTensorsTest {
  private static SafeTensors example() {
    Map<String, SafeTensors.Tensor> tensors = new LinkedHashMap<>();
    float[] data = {1, -2.5f, Float.MIN_VALUE, 3e38f, 0, -0f};
    tensors.put("weight", new SafeTensors.Tensor(new int[] {2, 3}, data));
    tensors.put("bias", new SafeTensors.Tensor(new int[] {1}, new float[] {0.1f}));
    return new SafeTensors(Map.of("robot", "panda", "unit", "m"), tensors);
  }

  @Test
  void whatIsWrittenIsReadAgainToTheBit() throws IOException {
    SafeTensors read = SafeTensors.parse(example().bytes());
    assertEquals(example().metadata(), read.metadata());
    assertEquals(List.of("weight", "bias"), List.copyOf(read.tensors().keySet()));
    assertArrayEquals(new int[] {2, 3}, read.tensors().get("weight").shape());
    assertArrayEquals(
        example().tensors().get("weight").data(), read.tensors().get("weight").data(), 0);
  }

  @Test
  void theLayoutIsThatOfTheFormat() throws IOException {
    byte[] bytes = example().bytes();
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int header = Math.toIntExact(in.getLong(0));
    assertEquals(0, header % 8, "the data are aligned");
    assertEquals(8 + header + 4 * 7, bytes.length);
    assertEquals('{', bytes[8]);
    assertEquals(1f, in.getFloat(8 + header));
  }

  @Test
  void anyByteThatIsChangedIsFoundOut() throws IOException {
    byte[] sound = example().bytes();
    for (int at = 0; at < sound.length; at++) {
      byte[] changed = sound.clone();
      changed[at] ^= 1;
      boolean refused;
      try {
        SafeTensors.parse(changed);
        refused = false;
      } catch (BarrierFileException | IOException e) {
        refused = true;
      }
      assertTrue(refused, "byte " + at);
    }
  }

  @Test
  void aFileThatIsCutShortIsRefusedWithWhatItClaims() throws IOException {
    byte[] sound = example().bytes();
    byte[] cut = java.util.Arrays.copyOf(sound, sound.length - 4);
    String said =
        assertThrows(BarrierFileException.class, () -> SafeTensors.parse(cut)).getMessage();
    assertTrue(said.contains("tensor bias of shape [1] does not fit the file"), said);
  }
}
