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

class LevelMemoryTest {
  @TempDir private Path folder;

  @Test
  void whatIsWrittenIsReadForTheSameIdentityOnly() throws IOException {
    LevelMemory memory = new LevelMemory(folder.resolve("level.properties"));
    assertNull(memory.read("a/b", 3), "there is no file yet");
    memory.write("a/b", new LevelMemory.Memory(2, new int[] {3, 2, 1}));
    LevelMemory.Memory read = memory.read("a/b", 3);
    assertEquals(2, read.level());
    assertArrayEquals(new int[] {3, 2, 1}, read.stays());
    assertNull(memory.read("a/c", 3));
  }

  @Test
  void aFileThatIsBrokenOrOfAnotherLadderIsNamed() throws IOException {
    Path file = folder.resolve("level.properties");
    LevelMemory memory = new LevelMemory(file);
    for (String text :
        new String[] {
          "identity=a\nlevel=1\n",
          "identity=a\nlevel=one\nstays=1,1,1\n",
          "identity=a\nlevel=9\nstays=1,1,1\n",
          "identity=a\nlevel=1\nstays=1,1\n",
          "identity=\\u00zz\n",
        }) {
      Files.writeString(file, text);
      IOException e = assertThrows(IOException.class, () -> memory.read("a", 3), text);
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
      LevelMemory memory = new LevelMemory(file);
      IOException e = assertThrows(IOException.class, () -> memory.read("a", 3));
      assertFalse(e.getMessage().isBlank());
      assertTrue(
          e.getMessage().contains("file") || e.getMessage().contains("folder"), e.getMessage());
    }
    AuditException e = assertThrows(AuditException.class, () -> AuditLog.open(fifo, warning -> {}));
    assertTrue(e.getMessage().contains("regular file"), e.getMessage());
  }

  @Test
  void whenItCannotBeWrittenTheOldMemoryStays() throws IOException {
    Path file = folder.resolve("level.properties");
    LevelMemory memory = new LevelMemory(file);
    memory.write("a", new LevelMemory.Memory(1, new int[] {1, 1}));
    Files.createDirectory(folder.resolve("level.properties.new"));
    assertThrows(
        IOException.class, () -> memory.write("a", new LevelMemory.Memory(0, new int[] {2, 1})));
    assertEquals(1, memory.read("a", 2).level());
  }
}
