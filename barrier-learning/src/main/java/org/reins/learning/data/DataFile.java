package org.reins.learning.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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
   */
  public record Contents(TransitionFile file, long rowsInFile, List<String> notes) {}

  /**
   * Reads a recording: HDF5 (.h5, .hdf5), CSV (.csv), or a bag (.db3, .mcap or its folder).
   *
   * @throws DataException with one sentence for the user, which names the file and the error's
   *     location
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

  /** A pipe would block, and a device may never end. */
  static void requireRegular(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new DataException(
          "recording " + path + " is a pipe or a device: a regular file is needed");
    }
  }
}
