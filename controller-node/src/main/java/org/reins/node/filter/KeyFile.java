package org.reins.node.filter;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/**
 * The file that holds the operator's key. It is read on a separate thread with a limited waiting
 * time: a disk that does not respond must not block the node's services.
 */
final class KeyFile {
  private static final int SHORTEST = 8;
  private static final int LONGEST = 1024;
  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  /**
   * The result of reading.
   *
   * @param key its bytes, without surrounding white space; empty if there is no key
   * @param objection why there is no key, as the end of a sentence; else empty
   */
  record Content(byte[] key, String objection) {
    static Content none(String objection) {
      return new Content(new byte[0], objection);
    }
  }

  private KeyFile() {}

  /** Reads it; blocks as long as the file system does, but not on a pipe or a device. */
  static Content read(String file) {
    try {
      Path path = Path.of(file);
      PosixFileAttributes about = Files.readAttributes(path, PosixFileAttributes.class);
      if (!about.isRegularFile()) {
        return Content.none("a key file: " + file + " is not a regular file");
      }
      if (!OWNERS.containsAll(about.permissions())) {
        return Content.none("a key file that only its owner can read: chmod 600 " + file);
      }
      try (InputStream in = Files.newInputStream(path)) {
        byte[] bytes = in.readNBytes(LONGEST + 1);
        byte[] key =
            new String(bytes, StandardCharsets.UTF_8).strip().getBytes(StandardCharsets.UTF_8);
        return bytes.length > LONGEST || key.length < SHORTEST
            ? Content.none("a key of " + SHORTEST + " to " + LONGEST + " bytes in " + file)
            : new Content(key, "");
      }
    } catch (NoSuchFileException e) {
      return Content.none("the key file " + file + ", which does not exist");
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return Content.none("the key file " + file + ", which cannot be read: " + e);
    }
  }
}
