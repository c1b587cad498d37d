package org.reins.learning.lerobot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.reins.learning.parquet.ParquetFileException;
import org.reins.robot.OneLine;

/**
 * The files of a data set.
 *
 * @param root folder of the data set; for a single file the one of its data set, or null
 * @param data Parquet files with the frames, in the order of chunks and files
 * @param info what the data set says of itself; {@link DatasetInfo#NONE} if it says nothing
 * @param isFolder whether all of the data set is read
 */
public record DatasetFolder(Path root, List<Path> data, DatasetInfo info, boolean isFolder) {
  private static final String DATA = "data";
  private static final int DEPTH = 4;
  private static final int MOST_FILES = 1 << 20;

  /** Whether a folder looks like a data set. */
  public static boolean isOne(Path folder) {
    return Files.isRegularFile(folder.resolve(DatasetInfo.PLACE))
        || Files.isDirectory(folder.resolve("meta")) && Files.isDirectory(folder.resolve(DATA));
  }

  /** The data set of a folder. */
  public static DatasetFolder of(Path root) {
    List<Path> data = Files.isDirectory(root.resolve(DATA)) ? files(root.resolve(DATA)) : List.of();
    if (data.isEmpty()) {
      throw new ParquetFileException(
          "data set "
              + root
              + " has no Parquet file in its folder data: "
              + (LiveWriter.isOpen(root)
                  ? "its first episode has not ended; if its recording was killed, repair it with"
                      + " ./reins record --repair "
                      + root
                  : "was it downloaded whole?"));
    }
    boolean told = Files.exists(root.resolve(DatasetInfo.PLACE));
    return new DatasetFolder(root, data, told ? DatasetInfo.read(root) : DatasetInfo.NONE, true);
  }

  /** The data set of which only one file is read. Its folder is found above the file. */
  public static DatasetFolder ofFile(Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    for (int up = 0; up < DEPTH && folder != null; up++) {
      if (Files.isRegularFile(folder.resolve(DatasetInfo.PLACE))) {
        return new DatasetFolder(folder, List.of(file), DatasetInfo.read(folder), false);
      }
      folder = folder.getParent();
    }
    return new DatasetFolder(null, List.of(file), DatasetInfo.NONE, false);
  }

  /** Parquet files in a folder and those in it, in order of their numbers. */
  static List<Path> files(Path folder) {
    Comparator<Path> byNumber =
        Comparator.comparing((Path p) -> p.getParent().toString().length())
            .thenComparing(p -> p.getParent().toString())
            .thenComparing(p -> p.getFileName().toString().length())
            .thenComparing(p -> p.getFileName().toString());
    try (Stream<Path> all = Files.walk(folder, DEPTH)) {
      // macOS leaves files such as ._file-000.parquet on other disks.
      return all.filter(p -> p.getFileName().toString().matches("[^.].*\\.parquet"))
          .filter(Files::isRegularFile)
          .limit(MOST_FILES)
          .sorted(byNumber)
          .toList();
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new ParquetFileException(
          "folder " + folder + " cannot be read: " + OneLine.reason(e), e);
    }
  }

  /** The data set, as messages begin. */
  public String name() {
    return "data set " + (isFolder ? root : data.get(0));
  }
}
