package org.reins.node.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.filter.EnvelopeLevels;

class AuditLogTest {
  @TempDir private Path folder;
  private final List<String> warnings = new CopyOnWriteArrayList<>();

  private static AuditEntry entry(int k) {
    return new AuditEntry(
        1_000L * k,
        "planner",
        EnvelopeLevels.DEFAULT.at(k % 5),
        EnvelopeLevels.DEFAULT.at((k + 1) % 5),
        "because of \"" + k + "\" – and a line\nbreak",
        k,
        20,
        2.5);
  }

  private Path written(int entries) {
    Path file = folder.resolve("audit.jsonl");
    try (AuditLog log = AuditLog.open(file, null, warnings::add)) {
      for (int k = 0; k < entries; k++) {
        log.append(entry(k));
      }
    }
    return file;
  }

  @Test
  void aLogIsGoneOnWithAndHangsTogether() {
    written(3);
    Path file = written(4);
    AuditChain chain = AuditChain.read(file);
    assertEquals(7, chain.lines().size());
    assertEquals("", chain.objection());
    assertTrue(warnings.isEmpty(), warnings.toString());
  }

  @Test
  void everyChangedByteIsSeen() throws IOException {
    byte[] good = Files.readAllBytes(written(5));
    SplittableRandom random = new SplittableRandom(4);
    for (int k = 0; k < 2_000; k++) {
      byte[] bad = good.clone();
      // Behind the last line break there is nothing left to see.
      int at = random.nextInt(bad.length - 1);
      bad[at] ^= (byte) (1 << random.nextInt(7));
      AuditChain chain = AuditChain.of(new String(bad, StandardCharsets.UTF_8));
      assertFalse(chain.objection().isEmpty(), () -> "byte " + at);
    }
  }

  @Test
  void aRemovedOrRepeatedOrSwappedLineIsSeen() throws IOException {
    List<String> lines = Files.readAllLines(written(5));
    for (int k = 0; k < 4; k++) {
      List<String> without = new ArrayList<>(lines);
      without.remove(k);
      assertTrue(objection(without).contains("does not follow"), "without line " + k);
      List<String> swapped = new ArrayList<>(lines);
      swapped.set(k, lines.get(k + 1));
      swapped.set(k + 1, lines.get(k));
      assertTrue(objection(swapped).contains("does not follow"), "swapped " + k);
    }
  }

  private static String objection(List<String> lines) {
    return AuditChain.of(String.join("\n", lines) + "\n").objection();
  }

  @Test
  void atATamperedLogNothingIsAdded() throws IOException {
    Path file = written(3);
    Files.writeString(file, Files.readString(file).replace("\"level\":1", "\"level\":4"));
    String message =
        assertThrows(AuditException.class, () -> AuditLog.open(file, null, warnings::add))
            .getMessage();
    assertTrue(message.contains("line 1 was changed: its hash does not match"), message);
  }

  @Test
  void cutAnywhereAsByAPowerFailureItIsGoneOnWith() throws IOException {
    byte[] good = Files.readAllBytes(written(4));
    Path file = folder.resolve("cut.jsonl");
    for (int length = 0; length < good.length; length += 37) {
      Files.write(file, Arrays.copyOf(good, length));
      int sound = AuditChain.read(file).lines().size();
      try (AuditLog log = AuditLog.open(file, null, warnings::add)) {
        log.append(entry(9));
      }
      AuditChain chain = AuditChain.read(file);
      assertEquals("", chain.objection());
      assertEquals(sound + 1, chain.lines().size());
      assertFalse(chain.cut());
    }
  }

  /** A disk that is full for a while, and takes half a line before it says so. */
  private static final class FullDisk implements AuditLog.Sink {
    private ByteArrayOutputStream content = new ByteArrayOutputStream();
    private int writes;

    @Override
    public synchronized void write(byte[] bytes, long position) throws IOException {
      writes++;
      if (writes > 2 && writes < 6) {
        content.write(bytes, 0, bytes.length / 2);
        throw new IOException("No space left on device");
      }
      content.write(bytes);
    }

    @Override
    public synchronized void cut(long position) {
      byte[] kept = Arrays.copyOf(content.toByteArray(), (int) position);
      content = new ByteArrayOutputStream();
      content.writeBytes(kept);
    }

    @Override
    public void close() {
      // Nothing to close.
    }

    synchronized String text() {
      return content.toString(StandardCharsets.UTF_8);
    }
  }

  @Test
  void onAFullDiskWhatIsLostIsCountedAndToldLater() {
    FullDisk disk = new FullDisk();
    try (AuditLog log = new AuditLog(disk, AuditChain.of(""), Sealer.NONE, warnings::add)) {
      for (int k = 0; k < 8; k++) {
        log.append(entry(k));
      }
    }
    AuditChain chain = AuditChain.of(disk.text());
    assertEquals("", chain.objection());
    assertEquals(5, chain.lines().size());
    assertTrue(chain.lines().get(2).contains("\"lost_before\":3"), chain.lines().get(2));
    assertEquals(List.of("the audit log cannot be written: No space left on device"), warnings);
  }

  @Test
  void killedInTheMiddleItIsSound() throws Exception {
    Path file = folder.resolve("killed.jsonl");
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Endless.class.getName(),
                file.toString())
            .inheritIO()
            .start();
    for (int k = 0; k < 3_000 && (!Files.exists(file) || Files.size(file) < 20_000); k++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    writer.destroyForcibly().waitFor();
    AuditChain chain = AuditChain.read(file);
    assertEquals("", chain.objection());
    assertTrue(chain.lines().size() > 10, chain.lines().size() + " lines");
    AuditLog.open(file, null, warnings::add).close();
    assertFalse(AuditChain.read(file).cut());
  }

  /** Writes until it is killed. */
  static final class Endless {
    private Endless() {}

    public static void main(String[] arguments) throws InterruptedException {
      try (AuditLog log = AuditLog.open(Path.of(arguments[0]), null, w -> {})) {
        for (int k = 0; k < 1_000_000; k++) {
          log.append(entry(k));
          TimeUnit.MICROSECONDS.sleep(200);
        }
      }
    }
  }
}
