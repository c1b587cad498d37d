package org.reins.node.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.reins.robot.file.BoundedFile;

/**
 * The lines of an audit log and whether they hang together: each ends in the SHA-256 of all that
 * stands before it in the line, and names the hash of the line before. Whoever changes, removes or
 * inserts a line must change all lines behind it. That lines are missing at the end cannot be seen
 * from the file alone.
 *
 * @param lines that are sound, from the first
 * @param bytes that they take
 * @param lastHash of the last of them; zeros when there is none
 * @param objection what is wrong with the line behind them, as one sentence; empty when nothing is
 * @param cut whether the file ends within a line, as after a power failure
 */
public record AuditChain(
    List<String> lines, long bytes, String lastHash, String objection, boolean cut) {
  static final String NOTHING = "0".repeat(64);
  private static final String HASH = ",\"hash\":\"";
  private static final String END = "\"}";

  /** Takes a copy. */
  public AuditChain {
    lines = List.copyOf(lines);
  }

  /**
   * Reads a log.
   *
   * @throws AuditException when there is none, or it cannot be read
   */
  public static AuditChain read(Path file) {
    try {
      return of(BoundedFile.text(file, most()));
    } catch (NoSuchFileException e) {
      throw new AuditException("audit log " + file + " does not exist");
    } catch (IOException e) {
      throw new AuditException("audit log " + file + " cannot be read: " + e.getMessage());
    }
  }

  /** Bytes of a log: it is held twice while it is read. */
  private static int most() {
    return (int) Math.min(1 << 30, Runtime.getRuntime().maxMemory() / 3);
  }

  static AuditChain of(String text) {
    List<String> good = new ArrayList<>();
    String last = NOTHING;
    int at = 0;
    long bytes = 0;
    String objection = "";
    while (objection.isEmpty() && text.indexOf('\n', at) >= 0) {
      int end = text.indexOf('\n', at);
      String line = text.substring(at, end);
      objection = objection(line, good.size() + 1, last);
      if (objection.isEmpty()) {
        good.add(line);
        bytes += line.getBytes(StandardCharsets.UTF_8).length + 1;
        last = line.substring(line.length() - END.length() - last.length(), line.length() - 2);
        at = end + 1;
      }
    }
    boolean cut = objection.isEmpty() && at < text.length();
    return new AuditChain(good, bytes, last, objection, cut);
  }

  private static String objection(String line, int number, String previous) {
    int at = line.lastIndexOf(HASH);
    if (at < 0 || !line.endsWith(END) || line.length() != at + HASH.length() + 64 + END.length()) {
      return "line " + number + " has no hash at its end";
    }
    String body = line.substring(0, at);
    if (!line.startsWith(hash(body), at + HASH.length())) {
      return "line " + number + " was changed: its hash does not match";
    }
    if (!body.endsWith(",\"previous\":\"" + previous + "\"")
        || !body.startsWith("{\"number\":" + number + ",")) {
      return "line "
          + number
          + " does not follow the previous line: lines were removed or inserted";
    }
    return "";
  }

  /** Puts the hash behind the body of a line. */
  static String seal(String body) {
    return body + HASH + hash(body) + END;
  }

  /** SHA-256 of a text, in hexadecimal. */
  static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
