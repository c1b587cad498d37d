package org.reins.learning.data;

import io.jhdf.HdfFile;
import io.jhdf.exceptions.UnsupportedHdfException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Function;
import org.reins.robot.OneLine;

/** Opens HDF5 files for reading, whatever the library throws on a broken one. */
final class Hdf5File {
  // Versions of datatypes: of HDF5 1.12, and the last one that the library knows.
  private static final int NEWER = 4;
  private static final int KNOWN = 3;
  private static final long SMALL = 1 << 24;

  private Hdf5File() {}

  /**
   * Opens a file, and closes it after use.
   *
   * @throws DataException if it cannot be read, whatever the library throws
   */
  static <T> T with(Path path, Function<HdfFile, T> use) {
    try (HdfFile file = open(path)) {
      return use.apply(file);
    } catch (DataException e) {
      throw e;
    } catch (OutOfMemoryError e) {
      // The arrays that were being filled are released here.
      throw new DataException(
          "recording "
              + path
              + " is damaged, or its blocks are too large for the memory that Java may use: write"
              + " it in smaller blocks, or allow more with JAVA_TOOL_OPTIONS=-Xmx8g",
          e);
    } catch (IOException e) {
      throw new DataException("recording " + path + " cannot be read: " + OneLine.reason(e), e);
    } catch (RuntimeException | Error e) {
      if (isNewer(e)) {
        return withNewer(path, use, e);
      }
      if (OneLine.reason(e).contains("No valid HDF5 signature")) {
        throw new DataException(
            "recording "
                + path
                + " is not HDF5, nor another format that is known here: read are HDF5, CSV and"
                + " rosbag2",
            e);
      }
      String unsupported = unsupported(e);
      if (!unsupported.isEmpty()) {
        throw new DataException(
            "recording "
                + path
                + " is of a newer HDF5 than is read, or is damaged: "
                + unsupported
                + "; write it again with h5py.File(NAME, 'w', libver=('earliest', 'v110'))",
            e);
      }
      // The library trusts the file's own metadata. In a broken file it divides by zero, reads
      // past the end, or recurses endlessly.
      throw new DataException(
          "recording " + path + " is not HDF5, or is truncated or damaged: " + reason(e), e);
    }
  }

  /** What the library does not know, such as the layouts of HDF5 2.0; empty for other failures. */
  private static String unsupported(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnsupportedHdfException) {
        return OneLine.of(String.valueOf(cause.getMessage()));
      }
    }
    return "";
  }

  /** Whether the library found a datatype of HDF5 1.12 or newer. */
  private static boolean isNewer(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (String.valueOf(cause.getMessage()).startsWith("Unrecognized datatype version")) {
        return true;
      }
    }
    return false;
  }

  /** Reads a file of HDF5 1.12 or newer from a copy, with the datatypes of 1.10. */
  private static <T> T withNewer(Path path, Function<HdfFile, T> use, Throwable first) {
    Throwable reason = first;
    try {
      ByteBuffer copy = copy(path);
      if (DatatypeVersions.change(copy, NEWER, KNOWN) > 0) {
        try (HdfFile file = HdfFile.fromByteBuffer(copy)) {
          return use.apply(file);
        }
      }
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException | Error e) {
      reason = e;
    }
    throw new DataException(
        "recording "
            + path
            + " has datatypes of HDF5 1.12 or newer (version 4), which are not read: write it"
            + " again with h5py.File(NAME, 'w', libver=('earliest', 'v110'))",
        reason);
  }

  /**
   * A copy that may be changed: in memory if it is small, otherwise in a temporary file that is
   * gone when the copy is.
   */
  private static ByteBuffer copy(Path path) throws IOException {
    if (Files.size(path) <= SMALL) {
      return ByteBuffer.wrap(Files.readAllBytes(path));
    }
    Path copy = Files.createTempFile("reins-", ".h5");
    try {
      Files.copy(path, copy, StandardCopyOption.REPLACE_EXISTING);
      try (FileChannel channel =
          FileChannel.open(copy, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        return channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
      }
    } finally {
      Files.delete(copy);
    }
  }

  /**
   * Opens a file in a way that prevents the library from allocating what the file claims to
   * contain. When it reads from a file, it allocates the claimed size and reads what exists. When
   * it reads from memory, it takes a view or fails.
   */
  private static HdfFile open(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = channel.size();
      return size > Integer.MAX_VALUE
          // Larger than a view can be, and larger than can be claimed at a time.
          ? new HdfFile(path)
          : HdfFile.fromByteBuffer(channel.map(FileChannel.MapMode.READ_ONLY, 0, size));
    }
  }

  private static String reason(Throwable e) {
    if (e instanceof StackOverflowError) {
      return "its contents are nested endlessly";
    }
    return OneLine.reason(e);
  }
}
