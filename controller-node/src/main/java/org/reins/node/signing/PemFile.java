package org.reins.node.signing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import org.reins.robot.file.BoundedFile;

/** Key files in PEM, as OpenSSL reads and writes them, with the permissions that they need. */
final class PemFile {
  private static final int LARGEST = 4_096;
  private static final int LINE = 64;
  private static final int STICKY = 01000;

  private static final Set<PosixFilePermission> WRITING =
      EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  /** What a key is for. */
  enum Kind {
    /** Signs. Only its owner may read or write it. */
    PRIVATE("PRIVATE KEY", "private", "rw-------"),
    /** Checks signatures. Only its owner may write it. */
    PUBLIC("PUBLIC KEY", "public", "rw-r--r--");

    private final String label;
    private final String word;
    private final String permissions;

    Kind(String label, String word, String permissions) {
      this.label = label;
      this.word = word;
      this.permissions = permissions;
    }

    private Kind other() {
      return this == PRIVATE ? PUBLIC : PRIVATE;
    }
  }

  private PemFile() {}

  /**
   * Reads the encoded key of a file.
   *
   * @throws SigningException with one sentence
   */
  static byte[] read(Path file, Kind kind) {
    try {
      String text = BoundedFile.text(file, LARGEST).strip();
      requirePermissions(file, kind);
      if (text.startsWith("-----BEGIN " + kind.other().label)) {
        throw new SigningException(
            "key file "
                + file
                + " holds a "
                + kind.other().word
                + " key: the "
                + kind.word
                + " one is needed here");
      }
      String begin = "-----BEGIN " + kind.label + "-----";
      String end = "-----END " + kind.label + "-----";
      if (!text.startsWith(begin) || !text.endsWith(end)) {
        throw unusable(file, kind, null);
      }
      String body = text.substring(begin.length(), text.length() - end.length());
      return Base64.getDecoder().decode(body.replaceAll("\\s", ""));
    } catch (NoSuchFileException e) {
      throw new SigningException("key file " + file + " does not exist", e);
    } catch (IOException e) {
      throw new SigningException("key file " + file + " cannot be read: " + e.getMessage(), e);
    } catch (UnsupportedOperationException e) {
      throw new SigningException(
          "key file " + file + " is on a file system without permissions: move it to another", e);
    } catch (IllegalArgumentException e) {
      throw unusable(file, kind, e);
    }
  }

  private static void requirePermissions(Path file, Kind kind) throws IOException {
    Set<PosixFilePermission> found = Files.getPosixFilePermissions(file);
    Set<PosixFilePermission> allowed = PosixFilePermissions.fromString(kind.permissions);
    if (kind == Kind.PRIVATE) {
      allowed.add(PosixFilePermission.OWNER_EXECUTE);
      if (!allowed.containsAll(found)) {
        throw new SigningException(
            "key file "
                + file
                + " has the permissions "
                + PosixFilePermissions.toString(found)
                + ", and only its owner may read it: chmod 600 "
                + file);
      }
      return;
    }
    if (found.stream().anyMatch(WRITING::contains)) {
      throw new SigningException(
          "key file "
              + file
              + " has the permissions "
              + PosixFilePermissions.toString(found)
              + ", and only its owner may replace it: chmod 644 "
              + file);
    }
    requireSafeFolder(file);
  }

  /** Whoever can write a folder can replace its files, unless its sticky bit is set. */
  private static void requireSafeFolder(Path file) throws IOException {
    Path folder = file.toRealPath().getParent();
    Set<PosixFilePermission> found = Files.getPosixFilePermissions(folder);
    boolean sticky = ((int) Files.getAttribute(folder, "unix:mode") & STICKY) != 0;
    if (found.contains(PosixFilePermission.OTHERS_WRITE) && !sticky) {
      throw new SigningException(
          "key file "
              + file
              + " is in a folder that everyone can write, so anyone can replace it: chmod o-w "
              + folder);
    }
  }

  static SigningException unusable(Path file, Kind kind, Exception cause) {
    return new SigningException(
        "key file "
            + file
            + " is not an Ed25519 "
            + kind.word
            + " key in PEM without a password: make one with ./reins arm keygen",
        cause);
  }

  static void requireAbsent(Path file) {
    if (Files.exists(file, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      throw new SigningException(
          "key file " + file + " exists: a key is never overwritten, choose another name");
    }
  }

  /** Writes a new file, which has its permissions from the first moment on. */
  static void write(Path file, Kind kind, byte[] encoded) throws IOException {
    String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(encoded);
    String text =
        "-----BEGIN " + kind.label + "-----\n" + body + "\n-----END " + kind.label + "-----\n";
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(kind.permissions);
    Files.createFile(file, PosixFilePermissions.asFileAttribute(permissions));
    // The mask of this process may have taken some away.
    Files.setPosixFilePermissions(file, permissions);
    Files.write(file, text.getBytes(StandardCharsets.US_ASCII), StandardOpenOption.WRITE);
  }
}
