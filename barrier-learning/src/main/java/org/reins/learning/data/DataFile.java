package org.reins.learning.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.reins.sim.TransitionFile;

/** Reads recordings of every kind. */
public final class DataFile {
  private DataFile() {}

  /**
   * A recording, and what people should know about how it was read.
   *
   * @param file the rows, h positive where safe
   * @param rowsInFile how many rows the file has
   * @param notes in words
   */
  public record Contents(TransitionFile file, long rowsInFile, List<String> notes) {}

  /**
   * Reads a recording: HDF5 by .h5 and .hdf5, CSV by .csv, a bag by .db3, .mcap or its folder.
   *
   * @throws DataException with one sentence for people, naming the file and where it is wrong
   */
  public static Contents read(Path path, DataOptions options) {
    if (!Files.exists(path)) {
      throw new DataException("recording " + path + " does not exist");
    }
    if (!Files.isDirectory(path)) {
      requireRegular(path);
    }
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    if (Files.isDirectory(path) || name.endsWith(".db3") || name.endsWith(".mcap")) {
      return BagRecording.read(path, options);
    }
    if (name.endsWith(".csv")) {
      return CsvRecording.read(path, options);
    }
    return Hdf5Recording.read(path, options);
  }

  /** A pipe would be waited for, a device have no end. */
  static void requireRegular(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new DataException(
          "recording " + path + " is a pipe or a device: a regular file is needed");
    }
  }
}
