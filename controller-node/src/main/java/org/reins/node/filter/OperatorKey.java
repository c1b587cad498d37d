package org.reins.node.filter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.Set;
import org.reins.node.parameters.ParameterSnapshot;

/**
 * Lets everybody switch to a tighter {@link SafetyProfile}, and to a wider one only whoever sends
 * the operator's key in the same set. The key stands in a file that only its owner can read; it is
 * read anew each time.
 */
final class OperatorKey {
  private static final int SHORTEST = 8;

  private OperatorKey() {}

  /** Why a set may not be made, as one sentence; empty when it may. */
  static String objection(ParameterSnapshot now, ParameterSnapshot wanted) {
    SafetyProfile from = SafetyProfile.of(now);
    SafetyProfile to = SafetyProfile.of(wanted);
    if (to.compareTo(from) <= 0) {
      return "";
    }
    String change = "profile is " + now.text("profile") + ": a wider one needs ";
    String file = now.text("operator.key_file");
    if (file.isEmpty()) {
      return change + "operator.key_file at the start of the node, and none was given";
    }
    try {
      Path path = Path.of(file);
      Set<PosixFilePermission> shared = EnumSet.copyOf(Files.getPosixFilePermissions(path));
      shared.removeAll(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));
      if (!shared.isEmpty()) {
        return change + "a key file that only its owner can read: chmod 600 " + file;
      }
      byte[] key = Files.readString(path).strip().getBytes(StandardCharsets.UTF_8);
      if (key.length < SHORTEST) {
        return change + "a key of at least " + SHORTEST + " characters in " + file;
      }
      byte[] given = wanted.text("operator.key").getBytes(StandardCharsets.UTF_8);
      // In constant time: how long it takes tells nothing about the key.
      return MessageDigest.isEqual(key, given)
          ? ""
          : change + "operator.key in the same atomic set, with the key of " + file;
    } catch (NoSuchFileException e) {
      return change + "the key file " + file + ", which does not exist";
    } catch (IOException | UnsupportedOperationException e) {
      return change + "the key file " + file + ", which cannot be read: " + e;
    }
  }
}
