package org.reins.node.signing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.reins.robot.file.BoundedFile;

/** SHA-256 sums in lower-case hexadecimal, as {@code sha256sum} prints them. */
public final class Sha256 {
  /** Length of a sum, characters. */
  public static final int LENGTH = 64;

  private static final long LARGEST_FILE = 1L << 31;
  private static final int BLOCK = 1 << 16;

  private Sha256() {}

  /** The sum of bytes. */
  public static String of(byte[] bytes) {
    return HexFormat.of().formatHex(digest().digest(bytes));
  }

  /** The sum of a text in UTF-8. */
  public static String of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The sum of a file. It is read in blocks: a library may be larger than the memory of a node.
   *
   * @throws java.nio.file.NoSuchFileException if the file does not exist
   * @throws IOException with the error in words for the user, which follow the file's name
   */
  public static String of(Path file) throws IOException {
    BoundedFile.requireReadable(file);
    MessageDigest sha = digest();
    byte[] block = new byte[BLOCK];
    long all = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        sha.update(block, 0, n);
        all += n;
        if (all > LARGEST_FILE) {
          throw new IOException("it has more than " + LARGEST_FILE + " bytes");
        }
      }
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  /** Whether a text has the form of a sum. */
  public static boolean isSum(String text) {
    return text.length() == LENGTH
        && text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
