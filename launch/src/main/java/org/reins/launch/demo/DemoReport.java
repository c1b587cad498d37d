package org.reins.launch.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.reins.launch.demo.DemoCommand.Phase;
import org.reins.node.html.SvgPlot;
import org.reins.sim.Violation;
import org.reins.sim.world.Cylinder;
import org.reins.sim.world.DemoWorld;
import org.reins.sim.world.Region;

/** Turns the results of the demo's runs into figures, a table and a page. */
final class DemoReport {
  private final ObjectNode figures;
  private final List<PhaseResult> results;

  DemoReport(ObjectNode figures, List<PhaseResult> results) {
    this.figures = figures;
    this.results = results;
  }

  /** Writes the figures of all runs; the keys are stable. */
  void fill() {
    for (PhaseResult r : results) {
      ObjectNode out = figures.putObject(r.phase().key());
      out.put("attempts", r.attempts());
      JsonNode world = r.world();
      for (String key :
          List.of(
              "violations",
              "violations_by_kind",
              "violation_steps_by_kind",
              "first_violations",
              "goals",
              "goals_offered",
              "min_zone_clearance_m",
              "min_table_clearance_m",
              "commands_missing",
              "brake_stops",
              "host_stall_periods",
              "longest_host_stall_ms")) {
        out.set(key, world.get(key));
      }
      JsonNode filter = r.filter();
      for (String key :
          List.of(
              "loop_hz",
              "period_us",
              "step_us",
              "response_us",
              "deadline_misses",
              "bytes_per_cycle",
              "bytes_allocated",
              "cycles",
              "states_lost",
              "cycles_without_state",
              "operator_resets",
              "operator_reset_reasons",
              "scheduling_warning")) {
        out.set(key, filter.get(key));
      }
      out.put("messages_sent", filter.get("cycles").asLong() + world.get("trace").size() * 20L);
      out.put(
          "messages_lost",
          filter.get("states_lost").asLong() + world.get("commands_missing").asLong());
      if (r.phase() != Phase.UNFILTERED) {
        for (String key :
            List.of(
                "barrier_active_cycles",
                "modified_cycles",
                "slowdown_cycles",
                "fallback_cycles",
                "stop_reason",
                "min_barrier_margin")) {
          if (filter.has(key)) {
            out.set(key, filter.get(key));
          }
        }
      }
    }
    PhaseResult filtered = of(Phase.FILTERED);
    ObjectNode planner = figures.putObject("planner");
    ArrayNode changes = planner.putArray("changes");
    int highest = 0;
    long end = filtered.world().get("end_nanos").asLong();
    for (JsonNode c : filtered.planner().get("changes")) {
      // Once the robot has ended, the planner falls to the base: not part of the run.
      if (c.get("nanos").asLong() <= end) {
        changes.add(c);
        highest = Math.max(highest, c.get("to").asInt());
      }
    }
    planner.put("max_level", highest);
    planner.put("level_changes", changes.size());
    long push = filtered.world().get("push_nanos").asLong();
    if (push > 0) {
      JsonNode drop = firstDropAfter(changes, push);
      if (drop == null) {
        planner.putNull("disturbance_to_drop_ms");
      } else {
        planner.put("disturbance_to_drop_ms", (drop.get("nanos").asLong() - push) / 1e6);
      }
    }
  }

  private static JsonNode firstDropAfter(JsonNode changes, long nanos) {
    for (JsonNode c : changes) {
      if (c.get("nanos").asLong() >= nanos && c.get("to").asInt() < c.get("from").asInt()) {
        return c;
      }
    }
    return null;
  }

  private PhaseResult of(Phase phase) {
    return results.stream().filter(r -> r.phase() == phase).findFirst().orElseThrow();
  }

  /** One row of the table: a name, then one cell per run. */
  private record Row(String name, List<String> cells) {}

  private List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (Violation v : Violation.values()) {
      rows.add(
          row(
              "violations: " + v.key().replace('_', ' '),
              f -> f.get("violations_by_kind").get(v.key()).asText()));
    }
    rows.add(row("violations, all", f -> f.get("violations").asText()));
    rows.add(
        row(
            "goals reached",
            f -> f.get("goals").asText() + " of " + f.get("goals_offered").asText()));
    rows.add(row("smallest zone clearance, mm", f -> milli(f.get("min_zone_clearance_m"))));
    rows.add(row("smallest table clearance, mm", f -> milli(f.get("min_table_clearance_m"))));
    rows.add(row("smallest barrier margin, mm", f -> milli(f.get("min_barrier_margin"))));
    rows.add(row("cycles changed", f -> text(f.get("modified_cycles"))));
    rows.add(row("cycles, learned barrier acting", f -> text(f.get("barrier_active_cycles"))));
    rows.add(row("cycles in fallback", f -> text(f.get("fallback_cycles"))));
    rows.add(row("stops by this machine, reset", f -> text(f.get("operator_resets"))));
    rows.add(row("loop, Hz", f -> number(f.get("loop_hz"), "%.1f")));
    rows.add(row("period µs: median / p99 / p99.9", f -> percentiles(f.get("period_us"))));
    rows.add(row("step µs: median / p99 / p99.9", f -> percentiles(f.get("step_us"))));
    rows.add(row("deadline misses", f -> text(f.get("deadline_misses"))));
    rows.add(row("bytes allocated per cycle", f -> number(f.get("bytes_per_cycle"), "%.3f")));
    rows.add(
        row(
            "messages sent / lost",
            f -> text(f.get("messages_sent")) + " / " + text(f.get("messages_lost"))));
    return rows;
  }

  private Row row(String name, java.util.function.Function<JsonNode, String> cell) {
    return new Row(
        name, results.stream().map(r -> cell.apply(figures.get(r.phase().key()))).toList());
  }

  private static String text(JsonNode n) {
    return n == null ? "–" : n.asText();
  }

  private static String milli(JsonNode n) {
    return n == null || n.isNull() ? "–" : String.format(Locale.ROOT, "%.1f", 1e3 * n.asDouble());
  }

  private static String number(JsonNode n, String format) {
    return String.format(Locale.ROOT, format, n.asDouble());
  }

  private static String percentiles(JsonNode n) {
    return String.format(
        Locale.ROOT,
        "%.0f / %.0f / %.0f",
        n.get("median").asDouble(),
        n.get("p99").asDouble(),
        n.get("p999").asDouble());
  }

  /** Prints the table and what the planner did. */
  void printTable(PrintStream out) {
    out.printf(
        Locale.ROOT, "%n%-34s %22s %22s %22s%n", "", "unfiltered", "filtered", "without barrier");
    for (Row r : rows()) {
      out.printf(
          Locale.ROOT,
          "%-34s %22s %22s %22s%n",
          r.name(),
          r.cells().get(0),
          r.cells().get(1),
          r.cells().get(2));
    }
    JsonNode planner = figures.get("planner");
    out.printf(
        Locale.ROOT,
        "%nenvelope: highest level %d, %d changes%n",
        planner.get("max_level").asInt(),
        planner.get("level_changes").asInt());
    for (JsonNode c : planner.get("changes")) {
      out.printf(
          Locale.ROOT,
          "  level %d to %d: %s%n",
          c.get("from").asInt(),
          c.get("to").asInt(),
          c.get("why").asText());
    }
    if (planner.has("disturbance_to_drop_ms")) {
      out.println(
          "push to lower level: "
              + (planner.get("disturbance_to_drop_ms").isNull()
                  ? "no drop"
                  : number(planner.get("disturbance_to_drop_ms"), "%.0f ms")));
    }
    for (PhaseResult r : results) {
      String warning = r.filter().get("scheduling_warning").asText();
      if (!warning.isEmpty()) {
        out.println("note: " + warning);
        break;
      }
    }
    if (figures.get("filtered").get("operator_resets").asInt() > 0) {
      out.println(
          "note: this machine delayed processes, the filter stopped the robot for this reason "
              + figures.get("filtered").get("operator_resets").asInt()
              + " times ("
              + figures.get("filtered").get("operator_reset_reasons")
              + "), and the demo reset it as an operator would");
    }
    if (figures.get("filtered").get("host_stall_periods").asLong() > 0) {
      out.println(
          "note: this machine delayed the simulated robot by "
              + figures.get("filtered").get("host_stall_periods").asLong()
              + " periods in the filtered run; the world stood still meanwhile");
    }
    out.println();
  }

  /** The page. */
  String html() {
    StringBuilder s = new StringBuilder();
    s.append(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Reins demo</title><style>");
    s.append(
        "body{font-family:sans-serif;max-width:900px;margin:2em auto;color:#222}table{border-collapse:collapse;margin:1em 0}");
    s.append(
        "td,th{padding:3px 12px;border-bottom:1px solid #ddd;text-align:right}td:first-child{text-align:left}</style></head><body>");
    s.append(
        "<h1>Reins demo</h1><p>The same seed with the filter off, on, and on without the learned barrier. ");
    s.append(
        "Violations are judged by the simulator's true"
            + " state.</p><table><tr><th></th><th>unfiltered</th><th>filtered</th><th>without"
            + " barrier</th></tr>");
    for (Row r : rows()) {
      s.append("<tr><td>").append(r.name()).append("</td>");
      r.cells().forEach(c -> s.append("<td>").append(c).append("</td>"));
      s.append("</tr>");
    }
    s.append("</table>").append(topView());
    s.append(
        plot("Clearance from the person's zone", "m", "zone_clearance_m", 0)
            .range(-0.1, 0.4)
            .render());
    s.append(
        plot("Clearance from the table", "m", "table_clearance_m", 0).range(-0.05, 0.4).render());
    s.append(plot("Speed of the fastest joint, share of its limit", "", "speed_share", 1).render());
    s.append(levelPlot().render());
    s.append("</body></html>\n");
    return s.toString();
  }

  private SvgPlot plot(String title, String unit, String column, double level) {
    SvgPlot plot = new SvgPlot(title, unit).level(level);
    for (PhaseResult r : results) {
      plot.line(r.phase().key().replace('_', ' '), column(r, "time_s"), column(r, column));
    }
    return plot;
  }

  private SvgPlot levelPlot() {
    PhaseResult r = of(Phase.FILTERED);
    double[] time = column(r, "time_s");
    double end = time.length == 0 ? 1 : time[time.length - 1];
    // The planner's clock and the robot's time are aligned at the end of the run.
    long last = r.world().get("end_nanos").asLong();
    List<Double> t = new ArrayList<>(List.of(0.0));
    List<Double> v = new ArrayList<>(List.of(0.0));
    for (JsonNode c : r.planner().get("changes")) {
      double at = end - (last - c.get("nanos").asLong()) / 1e9;
      if (at >= 0 && at <= end) {
        t.add(at);
        v.add(c.get("from").asDouble());
        t.add(at);
        v.add(c.get("to").asDouble());
      }
    }
    t.add(end);
    v.add(v.get(v.size() - 1));
    SvgPlot plot =
        new SvgPlot("Envelope level, filtered run", "level")
            .line(
                "level",
                t.stream().mapToDouble(Double::doubleValue).toArray(),
                v.stream().mapToDouble(Double::doubleValue).toArray())
            .range(0, 4);
    if (r.world().get("push_nanos").asLong() > 0) {
      plot.mark(end - (last - r.world().get("push_nanos").asLong()) / 1e9);
    }
    return plot;
  }

  /** The tool's path from above, with the person's zone. */
  private String topView() {
    StringBuilder s = new StringBuilder();
    int scale = 420;
    s.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-400 -60 800 500\" width=\"860\" height=\"540\" font-family=\"sans-serif\" font-size=\"13\">");
    s.append(
        "<rect x=\"-400\" y=\"-60\" width=\"800\" height=\"500\" fill=\"white\"/><text x=\"-390\" y=\"-40\" font-size=\"14\" font-weight=\"bold\">Path of the tool from above (shaded: where a person may stand)</text>");
    for (Region zone : DemoWorld.WORLD.zones()) {
      Cylinder disc = (Cylinder) zone;
      s.append(
          String.format(
              Locale.ROOT,
              "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"#f3b6ae\"/>",
              -disc.y() * scale,
              disc.x() * scale,
              disc.radius() * scale));
    }
    s.append(
        "<circle cx=\"0\" cy=\"0\" r=\"25\" fill=\"#999\"/><text x=\"30\" y=\"5\">base</text>");
    String[] colours = {"#c0392b", "#1f77b4"};
    for (int k = 0; k < 2; k++) {
      double[] x = column(results.get(k), "tool_x");
      double[] y = column(results.get(k), "tool_y");
      s.append("<polyline fill=\"none\" stroke-width=\"1.2\" stroke=\"")
          .append(colours[k])
          .append("\" points=\"");
      for (int i = 0; i < x.length; i++) {
        s.append(String.format(Locale.ROOT, "%.1f,%.1f ", -y[i] * scale, x[i] * scale));
      }
      s.append("\"/>");
      s.append(
          String.format(
              Locale.ROOT,
              "<text x=\"250\" y=\"%d\" fill=\"%s\">%s</text>",
              -30 + 20 * k,
              colours[k],
              results.get(k).phase().key()));
    }
    return s.append("</svg>").toString();
  }

  private static double[] column(PhaseResult r, String name) {
    JsonNode columns = r.world().get("trace_columns");
    int at = 0;
    while (!columns.get(at).asText().equals(name)) {
      at++;
    }
    JsonNode rows = r.world().get("trace");
    double[] out = new double[rows.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = rows.get(i).get(at).asDouble();
    }
    return out;
  }
}
