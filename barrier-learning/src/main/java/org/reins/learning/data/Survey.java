package org.reins.learning.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.reins.learning.lerobot.DatasetFolder;
import org.reins.learning.parquet.ParquetFileException;

/**
 * What lies at a path, for people: also where it cannot be read as a recording, or not without a
 * mapping. A file is known by its contents and not by its name.
 *
 * @param kind whether it can be read
 * @param what it is, in one sentence without the path, such as: is a bag in MCAP with 5 messages
 * @param lines one for each topic, column, dataset or file in it
 * @param next the lines of a mapping to start from; empty if none is needed
 */
public record Survey(Kind kind, String what, List<String> lines, List<String> next) {
  /** What can be done with it. */
  public enum Kind {
    /** A recording, perhaps with a mapping. */
    RECORDING,
    /** A folder of recordings, each of which can be read. */
    FOLDER,
    /** Something else, or a recording that is damaged. */
    OTHER
  }

  /** Most lines of a kind that are shown. */
  static final int SHOWN = 24;

  /** Copies the lists. */
  public Survey {
    lines = List.copyOf(lines);
    next = List.copyOf(next);
  }

  /** Something that is not read. */
  static Survey other(String what, List<String> lines) {
    return new Survey(Kind.OTHER, what, lines, List.of());
  }

  /** A recording that needs no mapping. */
  static Survey recording(String what, List<String> lines) {
    return new Survey(Kind.RECORDING, what, lines, List.of());
  }

  /**
   * Looks at a file or folder.
   *
   * @throws DataException if there is none, or if it is a pipe or a device
   */
  public static Survey of(Path path) {
    if (!Files.exists(path)) {
      throw new DataException("recording " + path + " does not exist");
    }
    try {
      return Files.isDirectory(path) ? folder(path) : file(path);
    } catch (DataException | ParquetFileException e) {
      return refused(path, e);
    }
  }

  private static Survey folder(Path path) {
    if (DatasetFolder.isOne(path)) {
      return LeRobotSurvey.of(path);
    }
    return FolderSurvey.isBag(path) ? BagSurvey.of(path) : FolderSurvey.of(path);
  }

  private static Survey file(Path path) {
    DataFile.requireRegular(path);
    byte[] head = FileKind.head(path);
    String foreign = ForeignFile.of(head, path);
    if (!foreign.isEmpty() && !PackedFile.isPacked(head)) {
      return other(foreign, ForeignContents.of(path, head));
    }
    return switch (FileKind.of(path)) {
      case SQLITE, MCAP -> BagSurvey.of(path);
      case CSV -> CsvSurvey.of(path);
      case PARQUET -> LeRobotSurvey.of(path);
      case HDF5 -> Hdf5Survey.of(path);
    };
  }

  /** What is said of a path that cannot be read. */
  private static Survey refused(Path path, Exception e) {
    return other(rest(path, e.getMessage()), List.of());
  }

  /** A message without the path that it begins with. */
  static String rest(Path path, String message) {
    for (String start : List.of("recording ", "bag ", "data set ", "folder ", "file ")) {
      if (message.startsWith(start + path)) {
        return message.substring((start + path).length()).replaceFirst("^[: ]+", "");
      }
    }
    return message;
  }

  /** The first of many, and how many more there are. */
  static List<String> shown(List<String> all) {
    if (all.size() <= SHOWN) {
      return all;
    }
    List<String> some = new java.util.ArrayList<>(all.subList(0, SHOWN));
    some.add("and " + (all.size() - SHOWN) + " more");
    return some;
  }

  /** A number and its noun. */
  static String count(long n, String noun) {
    return n + " " + noun + (n == 1 ? "" : "s");
  }
}
