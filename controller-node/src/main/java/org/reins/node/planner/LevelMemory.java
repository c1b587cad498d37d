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
 * What a planner has learned about its policy, in a file that outlives it: the level, and how often
 * it stayed at each. It is good for the same robot, barrier, policy and parameters only, which
 * stand in it as a text; anything else, a file that is broken included, begins at the base.
 */
final class LevelMemory {
  private static final int LARGEST_FILE = 1 << 16;

  private final Path file;

  /**
   * What was remembered.
   *
   * @param level earned
   * @param stays at each level so far
   */
  record Memory(int level, int[] stays) {}

  LevelMemory(Path file) {
    this.file = file;
  }

  /**
   * Remembers. The file is replaced as a whole: one that is read holds the old state or the new.
   *
   * @param identity of robot, barrier, policy and parameters
   * @throws IOException when it cannot be written; the file is as it was
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
      // A loss of power must not leave the new name with old blocks.
      out.force(true);
    }
    try {
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * Reads.
   *
   * @param levels on the ladder
   * @return null when there is nothing for this identity
   * @throws IOException with one sentence when there is a file that is of no use
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
