package org.reins.launch.inspect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.reins.node.audit.AuditChain;
import org.reins.node.audit.SealCheck;
import org.reins.node.json.Json;
import org.reins.node.signing.VerifyingKey;
import org.reins.robot.OneLine;
import org.reins.robot.ReinsException;

/** Explains an audit log in words. */
final class AuditStory {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final List<String> TOLD =
      List.of("wall_ns", "decided_by", "seconds_at_level", "evidence", "needed", "why");
  private static final List<String> ENVELOPE =
      List.of("level", "speed_scale", "stiffness_scale", "margin");

  private AuditStory() {}

  /**
   * Explains the valid lines.
   *
   * @param key the public key that must have sealed the log; null if none was named
   * @return 0 if all lines are valid and none is missing as far as can be told, else 1
   */
  static int tell(Path file, VerifyingKey key, PrintStream out) {
    AuditChain chain = AuditChain.read(file);
    for (String line : chain.lines()) {
      JsonNode e = parse(file, line);
      JsonNode before = e.path("before");
      JsonNode after = e.path("after");
      requireComplete(file, e, TOLD);
      requireComplete(file, before, ENVELOPE);
      requireComplete(file, after, ENVELOPE);
      out.printf(
          Locale.ROOT,
          "%s UTC  level %d to %d by the %s after %.1f s (evidence %.1f of %.1f): %s%n",
          TIME.format(Instant.ofEpochSecond(0, e.get("wall_ns").asLong())),
          before.get("level").asInt(),
          after.get("level").asInt(),
          OneLine.of(e.get("decided_by").asText()),
          e.get("seconds_at_level").asDouble(),
          e.get("evidence").asDouble(),
          e.get("needed").asDouble(),
          OneLine.of(e.get("why").asText()));
      out.printf(
          Locale.ROOT,
          "    speed %.0f to %.0f %%, stiffness %.0f to %.0f %%, margin %.0f to %.0f mm%n",
          100 * before.get("speed_scale").asDouble(),
          100 * after.get("speed_scale").asDouble(),
          100 * before.get("stiffness_scale").asDouble(),
          100 * after.get("stiffness_scale").asDouble(),
          1000 * before.get("margin").asDouble(),
          1000 * after.get("margin").asDouble());
      if (e.has("lost_before")) {
        out.println(
            "    " + e.get("lost_before").asLong() + " change(s) before this one were not written");
      }
    }
    boolean sealed = key != null || SealCheck.isSealed(file);
    String objection = chain.objection();
    if (objection.isEmpty() && sealed) {
      objection = SealCheck.objection(chain, file, key);
    }
    if (!objection.isEmpty()) {
      out.println("NOT SOUND: " + objection + "; nothing after it can be trusted");
      return 1;
    }
    out.println(
        chain.lines().size()
            + " lines, all sound"
            + (chain.cut() ? ", except for an incomplete last line" : "")
            + "; "
            + end(file, key, sealed));
    return 0;
  }

  private static String end(Path file, VerifyingKey key, boolean sealed) {
    if (!sealed) {
      return "lines missing at the end cannot be detected";
    }
    return key == null
        ? "the seal fits, but its signature was not checked: name the public key of "
            + SealCheck.keyOf(file)
            + " with --key"
        : "sealed with the key " + key.id() + ", and none is missing at the end";
  }

  /** A matching hash says that a line was not changed since, not who wrote it. */
  private static void requireComplete(Path file, JsonNode node, List<String> keys) {
    for (String key : keys) {
      if (!node.has(key)) {
        throw new ReinsException(
            "audit log " + file + " contains a line without " + key + ": Reins did not write it");
      }
    }
  }

  private static JsonNode parse(Path file, String line) {
    try {
      return Json.MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      throw new ReinsException("audit log " + file + " contains a line that is not JSON", e);
    }
  }
}
