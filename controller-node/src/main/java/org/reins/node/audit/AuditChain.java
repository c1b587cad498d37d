package org.reins.node.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.reins.node.signing.Sha256;
import org.reins.robot.file.BoundedFile;

/**
 * The lines of an audit log and whether they form an intact chain. Each line ends with the SHA-256
 * of its preceding text, and contains the hash of the previous line. Changing, removing or
 * inserting a line therefore requires changing all later lines. Lines missing at the end cannot be
 * detected from the file alone: that takes a seal, see {@link SealCheck}.
 *
 * @param lines intact lines, from the first
 * @param bytes size of these lines, bytes
 * @param lastHash hash of the last of these; zeros if there is none
 * @param objection what is wrong with the next line, as one sentence; empty if nothing is wrong
 * @param cut whether the file ends within a line, as after a power failure
 */
public record AuditChain(
    List<String> lines, long bytes, String lastHash, String objection, boolean cut) {
  static final String NOTHING = "0".repeat(64);
  private static final String HASH = ",\"hash\":\"";
  private static final String END = "\"}";
  private static final int HASH_LENGTH = 64;
  private static final String SIGNATURE = ",\"signature\":\"";
  // 64 bytes in Base64.
  private static final int SIGNATURE_LENGTH = 88;

  /** Takes a copy. */
  public AuditChain {
    lines = List.copyOf(lines);
  }

  /**
   * Reads a log.
   *
   * @throws AuditException if it does not exist or cannot be read
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

  /** Largest size of a log, bytes: it is in memory twice while it is read. */
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
        last = hashAt(line);
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
    if (!withoutSignature(body).endsWith(",\"previous\":\"" + previous + "\"")
        || !body.startsWith("{\"number\":" + number + ",")) {
      return "line "
          + number
          + " does not follow the previous line: lines were removed or inserted";
    }
    return "";
  }

  /** The hash of a line, by its number; zeros for 0. */
  String hashOf(int number) {
    return number == 0 ? NOTHING : hashAt(lines.get(number - 1));
  }

  /** The hash at the end of a line. */
  static String hashAt(String line) {
    int end = line.length() - END.length();
    return line.substring(end - HASH_LENGTH, end);
  }

  /** A sound line without its hash. */
  static String body(String line) {
    return line.substring(0, line.lastIndexOf(HASH));
  }

  /** The signature at the end of a body; empty if it has none. */
  static String signature(String body) {
    int at = body.length() - 1 - SIGNATURE_LENGTH;
    boolean signed =
        body.endsWith("\"")
            && at >= SIGNATURE.length()
            && body.startsWith(SIGNATURE, at - SIGNATURE.length());
    return signed ? body.substring(at, body.length() - 1) : "";
  }

  static String withSignature(String body, String signature) {
    return body + SIGNATURE + signature + "\"";
  }

  /** What the signature of a body is over. */
  static String withoutSignature(String body) {
    int length = SIGNATURE.length() + SIGNATURE_LENGTH + 1;
    return signature(body).isEmpty() ? body : body.substring(0, body.length() - length);
  }

  /** Appends the hash to the body of a line. */
  static String seal(String body) {
    return body + HASH + hash(body) + END;
  }

  /** SHA-256 of a text, in hexadecimal. */
  static String hash(String text) {
    return Sha256.of(text);
  }
}
