package org.reins.node.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.reins.filter.FilterAction;
import org.reins.node.envelope.SafetyProfile;
import org.reins.node.messages.Diagnostics;
import org.reins.node.messages.EnvelopeState;
import org.reins.node.messages.FilterStatus;
import org.reins.node.messages.Log;
import org.reins.node.messages.Markers;
import org.reins.robot.model.RobotModel;

/** The slower part of the page: level, cost, loop, interventions, faults, obstacles, results. */
final class ReportJson {
  private static final long DEAF_NANOS = 3_500_000_000L;

  private final ObjectNode node = PageJson.object();
  private final long nanos;

  ReportJson(long nanos) {
    this.nanos = nanos;
  }

  ObjectNode node() {
    return node;
  }

  /** The level, who limits it, and how far the evidence for the next one is. */
  void level(FilterStatus status, EnvelopeState e, Diagnostics planner, long plannerNanos) {
    ObjectNode l = node.putObject("level");
    if (e != null) {
      l.put("now", e.level()).put("planner", e.plannerAlive());
      PageJson.put(l, "speed", e.speedScale());
      PageJson.put(l, "stiffness", e.stiffnessScale());
      PageJson.put(l, "margin", e.margin());
      l.put("levelBy", Story.limiter(e.levelBy(), e.plannerAlive(), e.level()));
      l.put("speedBy", Story.limiter(e.speedBy(), e.plannerAlive(), e.level()));
    } else if (status != null) {
      l.put("now", status.level);
      PageJson.put(l, "speed", status.speedScale);
    }
    SafetyProfile profile = status == null ? null : SafetyProfile.of(status.profile);
    l.put("profile", profile == null ? "" : profile.name().toLowerCase(Locale.ROOT));
    boolean heard = planner != null && nanos - plannerNanos < DEAF_NANOS;
    double evidence = heard ? number(planner.value("evidence")) : Double.NaN;
    double needed = heard ? number(planner.value("evidence needed")) : Double.NaN;
    PageJson.put(l, "evidence", evidence);
    PageJson.put(l, "needed", needed);
    String weakest = heard ? planner.value("least evidence on") : "";
    l.put("weakest", weakest).put("setback", heard ? planner.value("last setback") : "");
    boolean silent = !heard && e != null && e.plannerAlive();
    l.put(
        "waits",
        silent
            ? "The planner sets the level; its evidence is not known here."
            : waits(heard, evidence, needed, weakest));
  }

  private static String waits(boolean heard, double evidence, double needed, String weakest) {
    if (!heard) {
      return "No planner is heard, so the level does not rise.";
    }
    if (!Double.isFinite(evidence) || !Double.isFinite(needed)) {
      return "The planner reports no evidence: the highest level is reached, or nothing was"
          + " observed yet.";
    }
    return String.format(
        Locale.ROOT,
        "The next level needs evidence of %.0f and has %.0f; the least is on %s.",
        needed,
        evidence,
        weakest);
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** What the interventions cost. */
  void cost(Interventions all, RobotModel robot) {
    ObjectNode c = node.putObject("cost");
    double period = robot == null ? Double.NaN : 1 / robot.control().rateHz();
    PageJson.put(c, "recent", all.recentShare(nanos));
    PageJson.put(c, "share", all.share());
    PageJson.put(c, "largest", all.largest());
    PageJson.put(c, "seconds", all.cycles() * period);
    PageJson.put(c, "changed", all.cycles(FilterAction.MODIFIED) * period);
    PageJson.put(c, "held", all.cycles(FilterAction.SLOWDOWN) * period);
    PageJson.put(c, "braked", all.cycles(FilterAction.FALLBACK) * period);
    PageJson.put(c, "stopped", all.cycles(FilterAction.STOP) * period);
  }

  /** The times of the loop, as measured in the last second, µs. */
  void loop(String latency, FilterStatus status, Diagnostics filter) {
    ObjectNode l = node.putObject("loop");
    String[] parts = latency.split(" / ", -1);
    String[] keys = {"median", "p99", "largest"};
    for (int k = 0; k < keys.length; k++) {
      PageJson.put(l, keys[k], parts.length == keys.length ? number(parts[k]) : Double.NaN);
    }
    PageJson.put(l, "misses", status == null ? Double.NaN : status.deadlineMisses);
    String wait = filter == null ? "" : filter.value("longest wait for a state [ms]");
    PageJson.put(l, "wait", number(wait));
  }

  /** The last interventions, newest first. */
  void interventions(List<Interventions.Span> spans, EnvelopeState envelope) {
    ArrayNode all = node.putArray("interventions");
    for (Interventions.Span s : spans) {
      ObjectNode i = all.addObject();
      PageJson.put(i, "ago", (nanos - s.end()) * 1e-9);
      PageJson.put(i, "lasted", (s.end() - s.begin()) * 1e-9);
      i.put("word", Story.word(s.worst().action())).put("tone", Story.tone(s.worst().action()));
      i.put("why", Story.why(s.worst(), envelope));
      PageJson.put(i, "margin", s.worst().margin());
    }
  }

  /** What is wrong now, and what the nodes warned of. */
  void faults(List<Log> logs, Moment now, Diagnostics filter) {
    ArrayNode all = node.putArray("faults");
    if (now != null && Story.isFault(now.reason())) {
      fault(all, "now", "error", Story.why(now, null), Story.next(now));
    }
    if (filter != null && filter.level() > 0 && (now == null || !Story.isFault(now.reason()))) {
      boolean intervening = now != null && FrameJson.intervenes(now.action());
      if (!intervening) {
        fault(all, "now", filter.level() > 1 ? "error" : "warning", filter.message(), "");
      }
    }
    for (int k = logs.size() - 1; k >= 0; k--) {
      Log log = logs.get(k);
      String level = log.level() >= Log.ERROR ? "error" : "warning";
      ObjectNode f = fault(all, log.name(), level, log.text(), "");
      f.put("time", log.stampNanos() / 1_000_000);
    }
  }

  private static ObjectNode fault(
      ArrayNode all, String source, String level, String text, String next) {
    return all.addObject()
        .put("source", source)
        .put("level", level)
        .put("text", text)
        .put("next", next);
  }

  /** The obstacles that the filter knows; its text is not drawn. */
  void obstacles(Markers markers) {
    ArrayNode all = node.putArray("obstacles");
    for (Markers.Marker m : markers.markers()) {
      if (m.type() == Markers.TEXT) {
        continue;
      }
      ObjectNode o = all.addObject();
      o.put("name", m.text()).put("type", m.type());
      PageJson.put(o, "pose", m.pose());
      PageJson.put(o, "size", m.scale());
    }
  }

  /** Results of several runs. */
  void compare(PageBoard.Comparison results) {
    ObjectNode c = node.putObject("compare");
    results.columns().forEach(c.putArray("columns")::add);
    ArrayNode rows = c.putArray("rows");
    for (PageBoard.Comparison.Row row : results.rows()) {
      ObjectNode r = rows.addObject().put("label", row.label());
      row.cells().forEach(r.putArray("cells")::add);
    }
  }

  /** What a person may do. */
  void controls(List<PageControls.Control> offered) {
    ArrayNode all = node.putArray("controls");
    for (PageControls.Control c : offered) {
      ObjectNode o = all.addObject();
      o.put("name", c.name()).put("label", c.label()).put("help", c.help());
      o.put("kind", c.kind().name().toLowerCase(Locale.ROOT));
      PageJson.put(o, "low", c.low());
      PageJson.put(o, "high", c.high());
      if (c.value() instanceof Number n) {
        PageJson.put(o, "value", n.doubleValue());
      } else {
        o.put("value", c.value() == null ? null : c.value().toString());
      }
      c.choices().forEach(o.putArray("choices")::add);
    }
  }
}
