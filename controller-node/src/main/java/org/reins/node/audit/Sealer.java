package org.reins.node.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.reins.node.signing.SigningKey;

/** Signs the lines and the end of an audit log. */
interface Sealer {
  /** Signs nothing. */
  Sealer NONE =
      new Sealer() {
        @Override
        public String signed(String body) {
          return body;
        }

        @Override
        public void seal(long lines, String lastHash) {
          // Nothing to write.
        }
      };

  /** A line's body with its signature. */
  String signed(String body);

  /** Replaces the seal, after the last line is on the disk. */
  void seal(long lines, String lastHash) throws IOException;

  /** Signs with a key, and keeps the seal beside the log. */
  static Sealer of(SigningKey key, Path log) {
    return new Sealer() {
      @Override
      public String signed(String body) {
        return AuditChain.withSignature(body, key.sign(body.getBytes(StandardCharsets.UTF_8)));
      }

      @Override
      public void seal(long lines, String lastHash) throws IOException {
        AtomicFile.replace(AuditSeal.fileOf(log), AuditSeal.sign(lines, lastHash, key).bytes());
      }
    };
  }
}
