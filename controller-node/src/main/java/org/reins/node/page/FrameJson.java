package org.reins.node.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.reins.filter.FilterAction;
import org.reins.node.messages.Diagnostics;
import org.reins.node.messages.EnvelopeState;
import org.reins.node.messages.FilterDetail;
import org.reins.node.messages.FilterStatus;
import org.reins.node.process.NodeClock;

/** One frame of the page: status, margins, robot. */
final class FrameJson {
  // The filter sends a hundred statuses a second: without any for this long, it is not running.
  private static final long SILENT_NANOS = 700_000_000;
  // Diagnostics come once a second.
  private static final long DEAF_NANOS = 3_500_000_000L;

  private final ObjectNode node = PageJson.object();
  private final long nanos;

  FrameJson(long number, int scene, long nanos) {
    this.nanos = nanos;
    node.put("seq", number).put("scene", scene).put("time", NodeClock.wallNanos() / 1_000_000);
  }

  ObjectNode node() {
    return node;
  }

  /** The status: a word with its tone, why, and what lets the robot go on. */
  void status(
      Moment held,
      Moment now,
      FilterStatus status,
      long statusNanos,
      EnvelopeState envelope,
      Diagnostics filter,
      long filterNanos,
      long detailNanos) {
    ObjectNode s = node.putObject("status");
    boolean runs = status != null && nanos - statusNanos < SILENT_NANOS;
    boolean heard = filter != null && nanos - filterNanos < DEAF_NANOS;
    PageJson.put(s, "age", status == null ? Double.NaN : (nanos - statusNanos) * 1e-9);
    if (runs) {
      Moment shown = held != null && nanos - held.nanos() < 1_000_000_000 ? held : now;
      s.put("word", Story.word(shown.action())).put("tone", Story.tone(shown.action()));
      s.put("why", Story.why(shown, envelope)).put("next", Story.next(shown));
      s.put("action", shown.action().name()).put("reason", shown.reason().name());
    } else if (nanos - detailNanos < SILENT_NANOS) {
      say(
          s,
          "Unfiltered",
          "warning",
          "The filter is off: the policy's commands are sent unchanged, for comparison.",
          "");
    } else if (heard) {
      notRunning(s, filter);
    } else {
      say(
          s,
          "No data",
          "bad",
          "No filter is heard" + (status == null ? " yet." : " any more: what is shown is old."),
          "Start the filter, or check the DDS domain and the network.");
    }
  }

  private static void notRunning(ObjectNode s, Diagnostics filter) {
    String waits = filter.value(Diagnostics.WAITS);
    String state = filter.value(Diagnostics.STATE);
    if (waits.isEmpty()) {
      boolean failed = filter.level() >= 2;
      say(
          s,
          failed ? "Failed" : "Not active",
          failed ? "bad" : "warning",
          "The filter is " + state + (failed ? ": " + filter.message() : "") + ".",
          state.equals("inactive") ? "Activate it to let the policy drive." : "");
    } else {
      say(
          s,
          "Waiting",
          "warning",
          "The filter waits: " + waits + ".",
          "It starts once this is there.");
    }
  }

  private static void say(ObjectNode s, String word, String tone, String why, String next) {
    s.put("word", word).put("tone", tone).put("why", why).put("next", next);
    s.put("action", "NONE").put("reason", "NONE");
  }

  /** The last intervention, which answers "why did it slow down?" after the fact. */
  void last(Interventions.Span span, EnvelopeState envelope) {
    if (span == null) {
      node.putNull("last");
      return;
    }
    ObjectNode last = node.putObject("last");
    PageJson.put(last, "ago", (nanos - span.end()) * 1e-9);
    last.put("why", Story.why(span.worst(), envelope));
  }

  /** The margins; null where there is none. */
  void margins(FilterStatus s) {
    ObjectNode m = node.putObject("margins");
    PageJson.put(m, "barrier", s == null ? Double.NaN : s.barrierMargin);
    PageJson.put(m, "obstacle", s == null ? Double.NaN : s.obstacleMargin);
    PageJson.put(m, "speed", s == null ? Double.NaN : s.speedShare);
    PageJson.put(m, "scale", s == null ? Double.NaN : s.speedScale);
    PageJson.put(m, "disturbance", s == null ? Double.NaN : s.disturbance);
    PageJson.put(m, "intervention", s == null ? Double.NaN : s.intervention);
  }

  /** The robot's joints, what the policy asks for, what was sent; null where not known. */
  void robot(FilterDetail d, long detailNanos) {
    if (d == null) {
      node.putNull("robot");
      return;
    }
    ObjectNode r = node.putObject("robot");
    PageJson.put(r, "age", (nanos - detailNanos) * 1e-9);
    PageJson.put(r, "q", d.position());
    PageJson.put(r, "target", d.target());
    PageJson.put(r, "nominal", d.nominal());
    PageJson.put(r, "command", d.command());
    PageJson.put(r, "orientation", d.orientation());
    PageJson.put(r, "asked", d.asked());
    PageJson.put(r, "followed", d.followed());
    PageJson.put(r, "person", d.person());
    ArrayNode acting = r.putArray("acting");
    d.acting().forEach(acting::add);
  }

  /** Whether an action is an intervention. */
  static boolean intervenes(FilterAction action) {
    return action != FilterAction.PASS;
  }
}
