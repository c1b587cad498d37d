package org.reins.node.planner;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Properties;
import org.reins.robot.file.BoundedFile;

/**
 * A file with the level that a policy has earned and the number of stays at each level. It outlives
 * the planner. It is valid only for the same robot, barrier, policy and parameters, whose identity
 * is stored in it as text. In all other cases, including a broken file, the planner starts at the
 * base.
 */
final class LevelMemory {
  private static final int LARGEST_FILE = 1 << 16;

  private final Path file;

  /**
   * The stored state.
   *
   * @param level earned level
   * @param stays number of stays at each level so far
   */
  record Memory(int level, int[] stays) {}

  LevelMemory(Path file) {
    this.file = file;
  }

  /**
   * Writes the state. The file is replaced atomically: a reader sees either the old or the new
   * state.
   *
   * @param identity identity of robot, barrier, policy and parameters
   * @throws IOException if it cannot be written; the file is then unchanged
   */
  void write(String identity, Memory memory) throws IOException {
    String text =
        "# State of the Reins envelope planner. It is checked when it is read.\n"
            + "identity="
            + identity
            + "\nlevel="
            + memory.level()
            + "\nstays="
            + Arrays.toString(memory.stays()).replaceAll("[\\[\\] ]", "")
            + "\n";
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path fresh = folder.resolve(file.getFileName() + ".new");
    try (FileChannel out =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      // After a power failure, the new name must not refer to old blocks.
      out.force(true);
    }
    try {
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * Reads the state.
   *
   * @param levels number of levels on the ladder
   * @return the state, or null if there is none for this identity
   * @throws IOException with one sentence if the file exists but cannot be used
   */
  Memory read(String identity, int levels) throws IOException {
    Properties p = new Properties();
    try {
      p.load(new StringReader(BoundedFile.text(file, LARGEST_FILE)));
    } catch (NoSuchFileException e) {
      return null;
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is not a memory of levels: " + e.getMessage(), e);
    }
    if (!identity.equals(p.getProperty("identity"))) {
      return null;
    }
    try {
      int level = Integer.parseInt(p.getProperty("level"));
      int[] stays =
          Arrays.stream(p.getProperty("stays").split(",", -1))
              .mapToInt(Integer::parseInt)
              .toArray();
      if (level < 0 || level >= levels || stays.length != levels) {
        throw new IOException(
            file + " has level " + level + " of " + stays.length + ": the ladder has " + levels);
      }
      return new Memory(level, stays);
    } catch (NumberFormatException | NullPointerException e) {
      throw new IOException(file + " is not a memory of levels", e);
    }
  }
}
