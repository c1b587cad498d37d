package org.reins.node.audit;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.reins.node.signing.VerifyingKey;

/** Whether an audit log is the one that was sealed, up to its end. */
public final class SealCheck {
  private SealCheck() {}

  /** Whether a log has a seal, whatever it says. */
  public static boolean isSealed(Path log) {
    return AuditSeal.read(log) != null;
  }

  /** Id of the key that a log's seal names; the log must have a seal. */
  public static String keyOf(Path log) {
    return AuditSeal.read(log).key();
  }

  /**
   * What is wrong with the end of a log whose lines hang together, as the end of a sentence; empty
   * if nothing is.
   *
   * @param key the key that must have signed it; null to leave signatures out
   */
  public static String objection(AuditChain chain, Path log, VerifyingKey key) {
    AuditSeal seal = AuditSeal.read(log);
    int lines = chain.lines().size();
    if (seal == null) {
      return "it has no seal "
          + AuditSeal.fileOf(log)
          + ": it was written without a key, or the seal was removed";
    }
    if (key != null && !seal.isSignedBy(key)) {
      return "its seal is not signed with the key "
          + key.id()
          + ": it was changed, or signed with another key (it names "
          + seal.key()
          + ")";
    }
    if (seal.lines() > lines) {
      return "its end was cut off: "
          + seal.lines()
          + " lines were sealed, and "
          + lines
          + " are left";
    }
    if (!seal.lastHash().equals(chain.hashOf((int) seal.lines()))) {
      return "line " + seal.lines() + " is not the one that was sealed";
    }
    for (int k = (int) seal.lines(); key != null && k < lines; k++) {
      if (!isSigned(chain.lines().get(k), key)) {
        return "line " + (k + 1) + " was added after the seal, and is not signed with the key";
      }
    }
    return "";
  }

  private static boolean isSigned(String line, VerifyingKey key) {
    String body = AuditChain.body(line);
    String signature = AuditChain.signature(body);
    return !signature.isEmpty()
        && key.verifies(
            AuditChain.withoutSignature(body).getBytes(StandardCharsets.UTF_8), signature);
  }
}
