package org.reins.launch.campaign;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A run with what came of it. */
record Row(Trial trial, Outcome outcome) implements Serializable {
  /** SHA-256 of rows in their order, in hexadecimal, over all numbers to the bit. */
  static String sha256(List<Row> rows) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
    rows.forEach(r -> r.add(digest));
    return HexFormat.of().formatHex(digest.digest());
  }

  private void add(MessageDigest digest) {
    byte[] part = trial.part().key().getBytes(StandardCharsets.UTF_8);
    byte[] kind = outcome.firstKind().getBytes(StandardCharsets.UTF_8);
    double[] values = trial.conditions().values();
    int size = 8 * (values.length + outcome.events().length) + part.length + kind.length + 80;
    ByteBuffer b = ByteBuffer.allocate(size);
    b.putInt(trial.row()).putInt(part.length).put(part);
    b.putLong(trial.seed()).putDouble(trial.risk());
    for (double v : values) {
      b.putDouble(v);
    }
    b.put((byte) (outcome.failed() ? 1 : 0)).putDouble(outcome.margin());
    for (long n : outcome.events()) {
      b.putLong(n);
    }
    b.putInt(kind.length).put(kind).putDouble(outcome.firstTime());
    b.putInt(outcome.goals()).putInt(outcome.offered());
    b.putDouble(outcome.interventions()).putDouble(outcome.fallbacks());
    digest.update(b.flip());
  }
}
