package org.reins.learning.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.reins.learning.lerobot.DatasetFolder;
import org.reins.sim.TransitionFile;

/** Reads recordings in all supported formats. */
public final class DataFile {
  private DataFile() {}

  /**
   * A recording, and notes for the user on how it was read.
   *
   * @param file the rows; h is positive where safe
   * @param rowsInFile number of rows in the file
   * @param notes the notes, in words
   * @param success whether episodes succeeded, by their numbers; empty if the file does not say
   */
  public record Contents(
      TransitionFile file, long rowsInFile, List<String> notes, Map<Integer, Boolean> success) {
    /** Contents that say nothing of success. */
    public Contents(TransitionFile file, long rowsInFile, List<String> notes) {
      this(file, rowsInFile, notes, Map.of());
    }
  }

  /**
   * Reads a recording: HDF5, CSV (.csv, .tsv, .txt), a bag (.db3, .mcap or its folder), or a
   * LeRobot data set (its folder, or one Parquet file of it).
   *
   * @throws DataException with one sentence for the user, which names the file and the error's
   *     location
   */
  public static Contents read(Path path, DataOptions options) {
    if (!Files.exists(path)) {
      throw new DataException("recording " + path + " does not exist");
    }
    if (Files.isDirectory(path)) {
      if (DatasetFolder.isOne(path)) {
        return LeRobotRecording.read(path, options);
      }
      return BagRecording.read(path, options);
    }
    requireRegular(path);
    return switch (FileKind.of(path)) {
      case SQLITE, MCAP -> BagRecording.read(path, options);
      case CSV -> CsvRecording.read(path, options);
      case PARQUET -> LeRobotRecording.read(path, options);
      case HDF5 -> Hdf5Recording.read(path, options);
    };
  }

  /** A pipe would block, and a device may never end. */
  static void requireRegular(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new DataException(
          "recording " + path + " is a pipe or a device: a regular file is needed");
    }
  }
}
