package org.reins.node.audit;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.reins.node.signing.Sha256;
import org.reins.node.signing.SigningKey;
import org.reins.node.signing.VerifyingKey;
import org.reins.robot.OneLine;
import org.reins.robot.file.BoundedFile;

/**
 * The signed end of an audit log, in a file beside it: how many lines the log has, and the hash of
 * the last one, which depends on all lines before. The log may have further lines, if the writer
 * was killed between line and seal; each of them must carry its own signature.
 *
 * @param lines number of lines
 * @param lastHash hash of the last of them; zeros if there is none
 * @param key id of the key that signed, for people
 * @param signature in Base64
 */
record AuditSeal(long lines, String lastHash, String key, String signature) {
  private static final String SCHEMA = "reins/audit-seal/1";
  private static final int LARGEST_FILE = 4_096;
  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** The file of the seal of a log. */
  static Path fileOf(Path log) {
    return log.resolveSibling(log.getFileName() + ".seal");
  }

  static AuditSeal sign(long lines, String lastHash, SigningKey key) {
    return new AuditSeal(lines, lastHash, key.verifying().id(), key.sign(message(lines, lastHash)));
  }

  boolean isSignedBy(VerifyingKey by) {
    return by.verifies(message(lines, lastHash), signature);
  }

  private static byte[] message(long lines, String lastHash) {
    return (SCHEMA + "\n" + lines + "\n" + lastHash + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** The content of its file. */
  byte[] bytes() {
    return (STRICT
                .createObjectNode()
                .put("schema", SCHEMA)
                .put("lines", lines)
                .put("last_hash", lastHash)
                .put("key", key)
                .put("signature", signature)
            + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads the seal of a log.
   *
   * @return null if there is none
   * @throws AuditException if it cannot be read
   */
  static AuditSeal read(Path log) {
    Path file = fileOf(log);
    if (!Files.exists(file)) {
      return null;
    }
    try {
      JsonNode root = STRICT.readTree(BoundedFile.bytes(file, LARGEST_FILE));
      boolean known =
          root.path("schema").asText().equals(SCHEMA)
              && root.path("lines").canConvertToLong()
              && root.path("lines").longValue() >= 0
              && Sha256.isSum(root.path("last_hash").asText());
      if (!known || root.size() != 5) {
        throw new AuditException("seal " + file + " is not a seal of an audit log");
      }
      return new AuditSeal(
          root.get("lines").longValue(),
          root.get("last_hash").asText(),
          OneLine.of(root.path("key").asText()),
          root.path("signature").asText());
    } catch (IOException e) {
      throw new AuditException("seal " + file + " cannot be read: " + OneLine.reason(e));
    }
  }
}
