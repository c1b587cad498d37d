package org.reins.robot.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads files named by the user. It never reads more than a limit. It never reads files that could
 * block forever, such as a named pipe without a writer, or that never end, such as a device.
 */
public final class BoundedFile {
  private static final char REPLACEMENT = '\uFFFD';

  private BoundedFile() {}

  /**
   * Reads the bytes of a file.
   *
   * @param most largest allowed size, bytes
   * @throws NoSuchFileException if the file does not exist
   * @throws IOException with the error in words for the user, which follow the file's name
   */
  public static byte[] bytes(Path path, int most) throws IOException {
    requireReadable(path);
    try (InputStream in = Files.newInputStream(path)) {
      // Checked before a byte is read. Files without a size, or that grow, are counted below.
      if (Files.isRegularFile(path) && Files.size(path) > most) {
        throw tooLarge(Files.size(path), most);
      }
      byte[] bytes = in.readNBytes(most);
      if (in.read() >= 0) {
        throw tooLarge(most + 1L, most);
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw e;
    } catch (AccessDeniedException e) {
      throw new IOException("its permissions do not let this user read it", e);
    } catch (FileSystemException e) {
      throw new IOException(e.getReason() == null ? e.getMessage() : e.getReason(), e);
    }
  }

  private static IOException tooLarge(long bytes, int most) {
    return new IOException(
        "it has "
            + bytes
            + " bytes or more: allowed are up to "
            + most
            + ", is it the right file?");
  }

  /**
   * Reads the UTF-8 text of a file.
   *
   * @param most largest allowed size, bytes
   * @throws NoSuchFileException if the file does not exist
   * @throws IOException with the error in words for the user, which follow the file's name
   */
  public static String text(Path path, int most) throws IOException {
    byte[] bytes = bytes(path, most);
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0) {
      // It may be in the file, or it may replace bytes that are not text.
      requireText(bytes);
    }
    return text;
  }

  private static void requireText(byte[] bytes) throws IOException {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      throw new IOException("it is not text in UTF-8", e);
    }
  }

  /**
   * Requires that reading can neither block forever nor continue forever. SettingRanges are a
   * regular file, and a stream that is already open, such as {@code /dev/stdin} or {@code
   * /dev/fd/63} of a shell.
   *
   * @throws NoSuchFileException if the file does not exist
   * @throws IOException with the error in words for the user, which follow the file's name
   */
  public static void requireReadable(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    boolean open = path.startsWith("/dev/fd") || path.equals(Path.of("/dev/stdin"));
    if (!Files.isRegularFile(path) && !(open && !Files.isDirectory(path))) {
      throw new IOException(
          Files.isDirectory(path)
              ? "it is a folder: a file is needed"
              : "it is a pipe or a device: a regular file is needed");
    }
  }
}
