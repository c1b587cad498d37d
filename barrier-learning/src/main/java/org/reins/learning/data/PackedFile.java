package org.reins.learning.data;

import static org.reins.learning.data.FileKind.starts;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.reins.robot.OneLine;

/**
 * Files that rosbag2 compressed as a whole with zstd ({@code compression_mode: file}). They are
 * unpacked as they are read, or to a temporary file that is deleted afterwards.
 */
final class PackedFile {
  private static final String MAGIC = "(\u00b5/\u00fd";
  private static final int HEAD = 4_096;
  private static final int BLOCK = 1 << 16;
  // A disk is not filled up: others need it.
  private static final long RESERVE = 64_000_000;
  private static final long SMALL = 1L << 24;
  private static final long LARGEST_RATIO = 1_000;

  private PackedFile() {}

  /** Whether bytes start a frame of zstd. */
  static boolean isPacked(byte[] head) {
    return starts(head, MAGIC);
  }

  /** Whether a file is compressed with zstd. */
  static boolean isPacked(Path path) {
    return isPacked(FileKind.head(path));
  }

  /** Opens what is packed; the memory is that of the window, up to 128 MB as zstd allows. */
  static InputStream open(Path path) throws IOException {
    return new ZstdInputStream(new BufferedInputStream(Files.newInputStream(path)));
  }

  /** The first bytes of what is packed; as many as unpack. */
  static byte[] head(Path path) {
    try (InputStream in = open(path)) {
      return in.readNBytes(HEAD);
    } catch (IOException e) {
      return new byte[0];
    }
  }

  /** Unpacks a file beside the temporary files of the machine while it is read. */
  static void unpacked(Path path, Consumer<Path> reader) {
    Path plain = null;
    try {
      plain = Files.createTempFile("reins-unpacked-", ".db3");
      unpack(path, plain);
      reader.accept(plain);
    } catch (IOException e) {
      throw new DataException("bag " + path + " cannot be unpacked: " + OneLine.reason(e), e);
    } finally {
      delete(plain);
    }
  }

  private static void unpack(Path path, Path plain) throws IOException {
    long most = Math.max(SMALL, LARGEST_RATIO * Files.size(path));
    long room = Files.getFileStore(plain).getUsableSpace() - RESERVE;
    byte[] block = new byte[BLOCK];
    long size = 0;
    try (InputStream in = open(path);
        OutputStream out = Files.newOutputStream(plain)) {
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        size += n;
        if (size > most) {
          throw new IOException("it unpacks to over 1000 times its size: it is damaged");
        }
        if (size > room) {
          throw new IOException(
              "the disk of "
                  + plain.getParent()
                  + " is full at "
                  + size
                  + " bytes: unpack the bag elsewhere with zstd -d");
        }
        out.write(block, 0, n);
      }
    }
  }

  private static void delete(Path plain) {
    try {
      if (plain != null) {
        Files.deleteIfExists(plain);
      }
    } catch (IOException e) {
      // It stays among the temporary files, which the machine clears.
      plain.toFile().deleteOnExit();
    }
  }
}
