package org.reins.filter.barrier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BarrierFileTest {
  @TempDir private Path folder;

  @Test
  void whatIsWrittenIsRead() throws IOException {
    BarrierFile file = TestBarriers.random(4, 0.2f, 8, 8);
    Path path = folder.resolve("b.safetensors");
    file.write(path);
    BarrierFile read = BarrierFile.read(path);
    assertEquals(file.metadata(), read.metadata());
    assertArrayEquals(file.mean(), read.mean());
    assertArrayEquals(file.supportUpper(), read.supportUpper());
    for (int l = 0; l < 3; l++) {
      assertArrayEquals(file.layers().get(l).weight(), read.layers().get(l).weight());
      assertArrayEquals(file.layers().get(l).bias(), read.layers().get(l).bias());
    }
  }

  @Test
  void aFileThatDoesNotExistIsNamed() {
    String message =
        assertThrows(
                BarrierFileException.class, () -> BarrierFile.read(Path.of("nowhere.safetensors")))
            .getMessage();
    assertEquals("barrier file nowhere.safetensors does not exist", message);
  }

  @Test
  void aFileCutShortAnywhereIsRefused() throws IOException {
    byte[] whole = bytes();
    for (int length = 0; length < whole.length; length += 97) {
      byte[] part = Arrays.copyOf(whole, length);
      String message =
          assertThrows(BarrierFileException.class, () -> BarrierFile.parse("b", part)).getMessage();
      assertTrue(message.startsWith("barrier file b"), message);
    }
  }

  @Test
  void randomDamageNeverEndsInAnotherException() throws IOException {
    byte[] whole = bytes();
    SplittableRandom random = new SplittableRandom(3);
    for (int trial = 0; trial < 3_000; trial++) {
      byte[] damaged = whole.clone();
      for (int k = 0; k < 5; k++) {
        damaged[random.nextInt(Math.min(damaged.length, 1500))] = (byte) random.nextInt();
      }
      try {
        BarrierFile.parse("b", damaged);
      } catch (BarrierFileException e) {
        assertTrue(e.getMessage().startsWith("barrier file b"), e.getMessage());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "schema,reins/barrier/9,schema is reins/barrier/9",
    "activation,gelu,activation is gelu",
    "dt,0,dt is 0.0",
    "dt,soon,dt is soon",
    "delta,-1,delta is -1.0",
    "delta,NaN,delta is NaN"
  })
  void wrongMetadataAreNamed(String key, String value, String complaint) {
    BarrierFile good = TestBarriers.random(4, 0, 8);
    Map<String, String> metadata = TestBarriers.metadata();
    metadata.put(key, value);
    String message =
        assertThrows(
                BarrierFileException.class,
                () ->
                    new BarrierFile(
                        good.layers(),
                        good.mean(),
                        good.scale(),
                        good.supportLower(),
                        good.supportUpper(),
                        metadata))
            .getMessage();
    assertTrue(message.contains(complaint), message);
  }

  private byte[] bytes() throws IOException {
    Path path = folder.resolve("whole.safetensors");
    TestBarriers.random(4, 0.2f, 8, 8).write(path);
    return Files.readAllBytes(path);
  }
}
