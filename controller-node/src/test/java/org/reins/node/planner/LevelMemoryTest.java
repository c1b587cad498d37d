package org.reins.node.planner;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.reins.node.audit.AuditException;
import org.reins.node.audit.AuditLog;
import org.reins.node.signing.SigningKey;

class LevelMemoryTest {
  @TempDir private Path folder;

  @Test
  void whatIsWrittenIsReadForTheSameIdentityOnly() throws IOException {
    LevelMemory memory = new LevelMemory(folder.resolve("level.properties"), null);
    assertNull(memory.read("a/b", 3, LevelMemory.NO_LOG), "there is no file yet");
    memory.write("a/b", new LevelMemory.Memory(2, new int[] {3, 2, 1}), LevelMemory.NO_LOG);
    LevelMemory.Memory read = memory.read("a/b", 3, LevelMemory.NO_LOG);
    assertEquals(2, read.level());
    assertArrayEquals(new int[] {3, 2, 1}, read.stays());
    assertNull(memory.read("a/c", 3, LevelMemory.NO_LOG));
  }

  @Test
  void aFileThatIsBrokenOrOfAnotherLadderIsNamed() throws IOException {
    Path file = folder.resolve("level.properties");
    LevelMemory memory = new LevelMemory(file, null);
    for (String text :
        new String[] {
          "identity=a\nlevel=1\n",
          "identity=a\nlevel=one\nstays=1,1,1\n",
          "identity=a\nlevel=9\nstays=1,1,1\n",
          "identity=a\nlevel=1\nstays=1,1\n",
          "identity=\\u00zz\n",
        }) {
      Files.writeString(file, text);
      IOException e =
          assertThrows(IOException.class, () -> memory.read("a", 3, LevelMemory.NO_LOG), text);
      assertTrue(e.getMessage().contains("level.properties"), e.getMessage());
    }
  }

  @Test
  @Timeout(60)
  void whatIsNoRegularFileOfItsSizeIsNotOpened() throws Exception {
    Path fifo = folder.resolve("fifo");
    boolean made = new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor() == 0;
    assumeTrue(made, "mkfifo is missing: apt-get install coreutils");
    Path huge = Files.write(folder.resolve("huge"), new byte[1_000_000]);
    for (Path file : List.of(fifo, huge, folder, Path.of("/dev/zero"))) {
      LevelMemory memory = new LevelMemory(file, null);
      IOException e =
          assertThrows(IOException.class, () -> memory.read("a", 3, LevelMemory.NO_LOG));
      assertFalse(e.getMessage().isBlank());
      assertTrue(
          e.getMessage().contains("file") || e.getMessage().contains("folder"), e.getMessage());
    }
    AuditException e =
        assertThrows(AuditException.class, () -> AuditLog.open(fifo, null, warning -> {}));
    assertTrue(e.getMessage().contains("regular file"), e.getMessage());
  }

  @Test
  void whenItCannotBeWrittenTheOldMemoryStays() throws IOException {
    Path file = folder.resolve("level.properties");
    LevelMemory memory = new LevelMemory(file, null);
    memory.write("a", new LevelMemory.Memory(1, new int[] {1, 1}), LevelMemory.NO_LOG);
    Files.createDirectory(folder.resolve("level.properties.new"));
    assertThrows(
        IOException.class,
        () -> memory.write("a", new LevelMemory.Memory(0, new int[] {2, 1}), LevelMemory.NO_LOG));
    assertEquals(1, memory.read("a", 2, LevelMemory.NO_LOG).level());
  }

  @Test
  void aForgedLevelOrAnOlderCopyOfASignedMemoryIsNamed() throws IOException {
    Path file = folder.resolve("level.properties");
    SigningKey key = SigningKey.make(folder.resolve("me.key"));
    LevelMemory memory = new LevelMemory(file, key);
    memory.write("a", new LevelMemory.Memory(2, new int[] {1, 1, 1}), 5);
    assertEquals(2, memory.read("a", 3, 5).level());
    String signed = Files.readString(file);
    for (String forged :
        List.of(
            signed.replace("level=2", "level=1"),
            signed.replace("stays=1,", "stays=2,"),
            signed.replace("entries=5", "entries=6"),
            signed.replace("identity=a", "identity=b"),
            signed.replaceAll("signature=.*", "signature=AAAA"))) {
      requireNamed(memory, file, forged, 5, "its signature is wrong");
    }
    requireNamed(
        memory, file, signed.replaceAll("signature=.*", ""), 5, "level.properties is not signed");
    new LevelMemory(file, SigningKey.make(folder.resolve("other.key")))
        .write("a", new LevelMemory.Memory(2, new int[] {1, 1, 1}), 5);
    requireNamed(memory, file, Files.readString(file), 5, "signed with another key");
    requireNamed(
        memory,
        file,
        signed,
        6,
        "it belongs to an audit log of 5 lines, and there is an audit log" + " of 6 lines");
    requireNamed(memory, file, signed, LevelMemory.NO_LOG, "and there is no audit log");
  }

  private static void requireNamed(
      LevelMemory memory, Path file, String content, long entries, String what) throws IOException {
    Files.writeString(file, content);
    IOException e = assertThrows(IOException.class, () -> memory.read("a", 3, entries), content);
    assertTrue(e.getMessage().contains(what), e.getMessage());
  }
}
