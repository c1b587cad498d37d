package org.reins.node.audit;

import org.reins.filter.Envelope;

/**
 * A change of the envelope.
 *
 * @param wallNanos time since 1970, ns
 * @param decidedBy planner or operator
 * @param before the envelope before
 * @param after the envelope after
 * @param why reason, one sentence
 * @param evidence evidence at the previous level, as counted by the gate
 * @param needed evidence needed for a promotion from that level
 * @param seconds time at the previous level, s
 */
public record AuditEntry(
    long wallNanos,
    String decidedBy,
    Envelope before,
    Envelope after,
    String why,
    double evidence,
    double needed,
    double seconds) {
  /** The entry as JSON, without the closing bracket. */
  String json(long number, long lost, String previous) {
    return "{\"number\":"
        + number
        + ",\"wall_ns\":"
        + wallNanos
        + ",\"decided_by\":"
        + quoted(decidedBy)
        + ",\"before\":"
        + json(before)
        + ",\"after\":"
        + json(after)
        + ",\"why\":"
        + quoted(why)
        + ",\"evidence\":"
        + finite(evidence)
        + ",\"needed\":"
        + finite(needed)
        + ",\"seconds_at_level\":"
        + finite(seconds)
        + (lost == 0 ? "" : ",\"lost_before\":" + lost)
        + ",\"previous\":\""
        + previous
        + "\"";
  }

  private static String json(Envelope e) {
    return "{\"level\":"
        + e.level()
        + ",\"speed_scale\":"
        + e.speedScale()
        + ",\"stiffness_scale\":"
        + e.stiffnessScale()
        + ",\"margin\":"
        + e.margin()
        + "}";
  }

  private static String finite(double value) {
    return Double.isFinite(value) ? Double.toString(value) : "null";
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
