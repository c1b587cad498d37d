package org.reins.learning.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.reins.robot.OneLine;

/** The format of a file, by its first bytes, and by its name only where they do not tell. */
enum FileKind {
  /** HDF5. */
  HDF5,
  /** Text in columns. */
  CSV,
  /** A bag in sqlite3. */
  SQLITE,
  /** A bag in MCAP. */
  MCAP,
  /** Parquet, as LeRobot writes it. */
  PARQUET;

  private static final int HEAD = 4_096;
  private static final int FIRST_LINES = 10;

  /**
   * The format of a file.
   *
   * @throws DataException if it is of a known format that is not read
   */
  static FileKind of(Path path) {
    byte[] head = head(path);
    if (PackedFile.isPacked(head)) {
      FileKind packed = bag(PackedFile.head(path));
      if (packed != null) {
        return packed;
      }
      if (path.toString().matches(".*\\.zstd?") && BagFolder.isBag(path)) {
        return BagFolder.isMcap(path) ? MCAP : SQLITE;
      }
    }
    if (starts(head, "\u0089HDF\r\n\u001a\n")) {
      return HDF5;
    }
    if (bag(head) != null) {
      return bag(head);
    }
    if (starts(head, "PAR1")) {
      return PARQUET;
    }
    String foreign = ForeignFile.of(head, path);
    if (!foreign.isEmpty()) {
      throw new DataException("recording " + path + " " + foreign);
    }
    return byName(path, head);
  }

  /** The kind of bag; null if it is none. */
  private static FileKind bag(byte[] head) {
    if (starts(head, "SQLite format 3\0")) {
      return SQLITE;
    }
    return starts(head, "\u0089MCAP0\r\n") ? MCAP : null;
  }

  private static FileKind byName(Path path, byte[] head) {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".db3")) {
      return SQLITE;
    }
    if (name.endsWith(".mcap")) {
      return MCAP;
    }
    if (name.matches(".*\\.(csv|tsv|txt)")) {
      return CSV;
    }
    if (isText(head) && namesStates(head)) {
      return CSV;
    }
    if (isText(head)) {
      throw new DataException(
          "recording "
              + path
              + " is not HDF5, it is text: read are HDF5, CSV, rosbag2 and LeRobot; if it is CSV,"
              + " its name must end in .csv");
    }
    return HDF5;
  }

  static byte[] head(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(HEAD);
    } catch (IOException e) {
      throw new DataException("recording " + path + " cannot be read: " + OneLine.reason(e), e);
    }
  }

  /** Whether bytes start as a text of characters up to 255 says. */
  static boolean starts(byte[] head, String magic) {
    byte[] bytes = magic.getBytes(StandardCharsets.ISO_8859_1);
    return head.length >= bytes.length
        && Arrays.equals(head, 0, bytes.length, bytes, 0, bytes.length);
  }

  /** Whether the lines at the start name columns as our CSV does. */
  private static boolean namesStates(byte[] head) {
    return new String(head, StandardCharsets.UTF_8)
        .lines()
        .limit(FIRST_LINES)
        .map(line -> line.toLowerCase(Locale.ROOT))
        .anyMatch(line -> line.contains("state.") && line.contains("action."));
  }

  private static boolean isText(byte[] head) {
    for (byte b : head) {
      if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') {
        return false;
      }
    }
    // A character may be cut at the end of the head.
    String text = new String(head, StandardCharsets.UTF_8);
    int wrong = text.indexOf('\uFFFD');
    return wrong < 0 || wrong >= text.length() - 1;
  }
}
