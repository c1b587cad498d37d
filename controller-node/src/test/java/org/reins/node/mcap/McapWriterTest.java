package org.reins.node.mcap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class McapWriterTest {
  private static final int MESSAGES = 5_000;

  @TempDir Path folder;

  /** Keeps everything. */
  private static final class Kept implements McapReader.Visitor {
    final List<byte[]> messages = new ArrayList<>();
    final Map<String, Map<String, String>> metadata = new HashMap<>();
    final Map<String, byte[]> attachments = new HashMap<>();

    @Override
    public void message(McapReader.Topic topic, long logged, ByteBuffer data) {
      assertEquals("/numbers", topic.name());
      assertEquals("test/msg/Numbers", topic.type());
      assertEquals("float64[] data\n", topic.definition());
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      messages.add(bytes);
    }

    @Override
    public void metadata(String name, Map<String, String> values) {
      metadata.put(name, values);
    }

    @Override
    public void attachment(String name, byte[] data) {
      attachments.put(name, data);
    }
  }

  private static byte[] message(int k) {
    SplittableRandom random = new SplittableRandom(k);
    byte[] bytes = new byte[100 + random.nextInt(900)];
    random.nextBytes(bytes);
    ByteBuffer.wrap(bytes).putInt(k);
    return bytes;
  }

  private McapWriter begin(Path file) throws IOException {
    McapWriter out = new McapWriter(file, "ros2", "test");
    out.metadata("facts", Map.of("a", "1", "b", "ü"));
    out.attachment("some.yaml", "text/yaml", 7, "x: 1\n".getBytes(StandardCharsets.UTF_8));
    int schema =
        out.schema(
            "test/msg/Numbers", "ros2msg", "float64[] data\n".getBytes(StandardCharsets.UTF_8));
    out.channel(schema, "/numbers", "cdr", Map.of());
    return out;
  }

  private Path whole() throws IOException {
    Path file = folder.resolve("whole.mcap");
    try (McapWriter out = begin(file)) {
      for (int k = 0; k < MESSAGES; k++) {
        out.message(0, k, 1_000L * k, 1_000L * k, ByteBuffer.wrap(message(k)));
      }
    }
    return file;
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    Kept kept = new Kept();
    assertEquals("", McapReader.read(whole(), kept));
    assertEquals(MESSAGES, kept.messages.size());
    for (int k = 0; k < MESSAGES; k++) {
      assertArrayEquals(message(k), kept.messages.get(k));
    }
    assertEquals(Map.of("a", "1", "b", "ü"), kept.metadata.get("facts"));
    assertArrayEquals("x: 1\n".getBytes(StandardCharsets.UTF_8), kept.attachments.get("some.yaml"));
  }

  @Test
  void theFooterPointsToTheSummaryAndItsChecksumHolds() throws IOException {
    byte[] all = Files.readAllBytes(whole());
    int footer = all.length - 8 - 20;
    ByteBuffer in = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(0x02, all[footer - 9]);
    assertEquals(20, in.getLong(footer - 8));
    int summary = (int) in.getLong(footer);
    int offsets = (int) in.getLong(footer + 8);
    assertEquals(0x03, all[summary]);
    assertEquals(0x0E, all[offsets]);
    CRC32 crc = new CRC32();
    crc.update(all, summary, footer + 16 - summary);
    assertEquals((int) crc.getValue(), in.getInt(footer + 16));
    // The data end in front of the summary, with the checksum of all data.
    int end = summary - 9 - 4;
    assertEquals(0x0F, all[end]);
    CRC32 data = new CRC32();
    data.update(all, 0, end);
    assertEquals((int) data.getValue(), in.getInt(end + 9));
  }

  @Test
  void ofAKilledWriterEveryCompleteChunkIsRead() throws IOException {
    Path file = folder.resolve("killed.mcap");
    McapWriter out = begin(file);
    for (int k = 0; k < MESSAGES; k++) {
      out.message(0, k, k, k, ByteBuffer.wrap(message(k)));
    }
    // Neither flushed nor closed: this is what the file holds when the process is killed here.
    byte[] killed = Files.readAllBytes(file);
    long complete = out.messages();
    Path copy = Files.write(folder.resolve("copy.mcap"), killed);
    Kept kept = new Kept();
    String ending = McapReader.read(copy, kept);
    assertTrue(ending.contains("incomplete after " + complete + " messages"), ending);
    assertTrue(complete > MESSAGES / 2 && complete < MESSAGES, () -> "" + complete);
    assertEquals(complete, kept.messages.size());
    out.close();
  }

  @Test
  void whereverAFileIsCutItIsReadUpToThereWithOneSentence() throws IOException {
    byte[] all = Files.readAllBytes(whole());
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 40; round++) {
      int length = random.nextInt(8, all.length - 200);
      Path cut = Files.write(folder.resolve("cut.mcap"), Arrays.copyOf(all, length));
      Kept kept = new Kept();
      String ending = McapReader.read(cut, kept);
      for (int k = 0; k < kept.messages.size(); k++) {
        assertArrayEquals(message(k), kept.messages.get(k));
      }
      assertTrue(kept.messages.size() == MESSAGES || ending.contains("incomplete"), ending);
    }
  }

  @Test
  void whereverAByteIsWrongNoWrongMessageIsRead() throws IOException {
    byte[] all = Files.readAllBytes(whole());
    SplittableRandom random = new SplittableRandom(4);
    for (int round = 0; round < 60; round++) {
      byte[] wrong = all.clone();
      wrong[random.nextInt(200, all.length)] ^= (byte) (1 << random.nextInt(8));
      Path file = Files.write(folder.resolve("wrong.mcap"), wrong);
      Kept kept = new Kept();
      McapReader.read(file, kept);
      for (byte[] message : kept.messages) {
        assertArrayEquals(message(ByteBuffer.wrap(message).getInt()), message);
      }
    }
  }

  @Test
  void aFileThatExistsIsNotOverwritten() throws IOException {
    Path file = Files.writeString(folder.resolve("old.mcap"), "old");
    assertThrows(FileAlreadyExistsException.class, () -> begin(file));
    assertEquals("old", Files.readString(file));
  }
}
