package org.reins.node.replay;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.reins.filter.FilterAction;
import org.reins.robot.OneLine;

/** Tells people what a replay gave, and writes the same figures as JSON. */
public final class ReplayReport {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final PrintStream out;

  /** Writes to this. */
  public ReplayReport(PrintStream out) {
    this.out = out;
  }

  /** What is replayed. */
  public void recording(Recording recording, ObjectNode json) {
    Map<String, String> values = recording.values();
    print(
        "recording %s: robot %s, configuration %s, %s",
        recording.parts().get(0)
            + (recording.parts().size() > 1
                ? " and " + (recording.parts().size() - 1) + " more"
                : ""),
        OneLine.of(values.getOrDefault("robot", "unknown")),
        OneLine.of(values.getOrDefault("configuration", "unknown")),
        OneLine.of(values.getOrDefault("version", "unknown version")));
    ObjectNode facts = json.putObject("recording");
    values.forEach(facts::put);
  }

  /** The replay with nothing changed. */
  public void exact(ReplayResult r, Map<String, String> program, ObjectNode json) {
    figures(r, json);
    json.put("compared_cycles", r.compared()).put("differing_cycles", r.differing());
    json.put("equal", r.isSame());
    program.forEach(json.putObject("program")::put);
    print("%s UTC, %.1f s, %d cycles", time(r.wall()), r.seconds(), r.cycles());
    r.notes().forEach(n -> print("note: %s", n));
    if (r.gaps() > 0 || r.compared() < r.cycles()) {
      print(
          "note: %d cycles follow a gap of lost cycles or the start of the file in mid-run: what the"
              + " filter remembered there is unknown, so they are not compared bit by bit",
          r.cycles() - r.compared());
    }
    if (r.compared() == 0) {
      print("unchanged: nothing to compare");
    } else if (r.isSame()) {
      print("unchanged: all %d compared cycles are equal to the last bit", r.compared());
    } else {
      print("unchanged: DIFFERS in %d of %d compared cycles", r.differing(), r.compared());
      moments(r);
    }
    if (r.isSame() && !program.isEmpty()) {
      print("note: the same results with another program or machine:");
    } else if (!r.isSame() && program.isEmpty()) {
      print(
          "  cause: none that the recording names: code, JVM and system are the same. Please report"
              + " this with the recording");
    } else if (!r.isSame()) {
      print("  cause: the program or the machine:");
    }
    program.forEach((name, words) -> print("    %s: %s", name, words));
  }

  /** A replay with something changed. */
  public void changed(String cause, String words, ReplayResult r, ObjectNode json) {
    ObjectNode node = json.putObject(cause);
    node.put("change", words);
    figures(r, node);
    print("");
    print("%s%s", cause, words.isEmpty() ? "" : ": " + words);
    if (r.commands() == 0 && r.actions() == 0) {
      print("  no cycle differs");
      return;
    }
    print(
        "  another command in %d of %d cycles (%.1f %%), another action in %d",
        r.commands(), r.cycles(), 100.0 * r.commands() / r.cycles(), r.actions());
    moments(r);
    print("  %-30s %12s %12s", "cycles", "recorded", "replayed");
    for (FilterAction action : FilterAction.values()) {
      long[] counts = r.count(action);
      if (counts[0] + counts[1] > 0) {
        print("  %-30s %12d %12d", action.name().toLowerCase(Locale.ROOT), counts[0], counts[1]);
      }
    }
    TreeSet<String> rows = new TreeSet<>(r.rowsBefore().keySet());
    rows.addAll(r.rowsAfter().keySet());
    for (String row : rows) {
      long then = r.rowsBefore().getOrDefault(row, 0L);
      long now = r.rowsAfter().getOrDefault(row, 0L);
      if (then != now) {
        print("  %-30s %12d %12d", row, then, now);
      }
    }
    stops("recorded", r.stopsBefore());
    stops("replayed", r.stopsAfter());
  }

  private void stops(String which, List<String> stops) {
    if (!stops.isEmpty()) {
      print("  stops, %s: %s", which, String.join("; ", stops));
    }
  }

  private void moments(ReplayResult r) {
    StringBuilder line = new StringBuilder();
    double[] largest = r.largest();
    for (int i = 0; i < largest.length; i++) {
      line.append(i == 0 ? "" : ", ");
      line.append(r.joints().get(i)).append(String.format(Locale.ROOT, " %.3g", largest[i]));
    }
    print("  largest difference, %s: %s", r.unit(), line);
    moment("first", r.first());
    if (r.worst() != null && r.worst().number() != r.first().number()) {
      moment("largest", r.worst());
    }
  }

  private void moment(String which, ReplayResult.Moment m) {
    if (m != null) {
      print(
          "  %s at %.3f s (%s UTC, cycle %d), %s by %.3g",
          which, m.seconds(), time(m.wall()), m.number(), m.joint(), m.difference());
      print("    recorded: %s", m.recorded());
      print("    replayed: %s", m.replayed());
    }
  }

  private static void figures(ReplayResult r, ObjectNode json) {
    json.put("cycles", r.cycles()).put("seconds", r.seconds()).put("gaps", r.gaps());
    json.put("commands_differ", r.commands()).put("actions_differ", r.actions());
    json.put("unit", r.unit());
    ObjectNode largest = json.putObject("largest_difference");
    for (int i = 0; i < r.joints().size(); i++) {
      largest.put(r.joints().get(i), r.largest()[i]);
    }
    put("first", r.first(), json);
    put("largest", r.worst(), json);
    ObjectNode actions = json.putObject("actions");
    for (FilterAction a : FilterAction.values()) {
      ArrayNode pair = actions.putArray(a.name().toLowerCase(Locale.ROOT));
      pair.add(r.count(a)[0]).add(r.count(a)[1]);
    }
    r.rowsBefore().forEach(json.putObject("rows_recorded")::put);
    r.rowsAfter().forEach(json.putObject("rows_replayed")::put);
    r.stopsBefore().forEach(json.putArray("stops_recorded")::add);
    r.stopsAfter().forEach(json.putArray("stops_replayed")::add);
    r.notes().forEach(json.putArray("notes")::add);
  }

  private static void put(String name, ReplayResult.Moment m, ObjectNode json) {
    if (m != null) {
      ObjectNode node = json.putObject(name);
      node.put("seconds", m.seconds()).put("wall_ns", m.wall()).put("cycle", m.number());
      node.put("joint", m.joint()).put("difference", m.difference());
      node.put("recorded", m.recorded()).put("replayed", m.replayed());
    }
  }

  private static String time(long wall) {
    return TIME.format(Instant.ofEpochSecond(0, wall));
  }

  private void print(String format, Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments));
  }
}
