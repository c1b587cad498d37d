package org.reins.launch.inspect;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.reins.filter.Explanation;
import org.reins.filter.FilterAction;
import org.reins.launch.report.HtmlText;
import org.reins.launch.report.SvgPlot;
import org.reins.node.replay.Recording;

/**
 * The report of a recorded run as one page without any other file: figures, timeline, pictures,
 * interventions with what lets the robot go on, rows that acted, and the configuration.
 */
final class RunReport {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int LISTED = 500;
  private static final int STRIP_HEIGHT = 34;
  private static final String STYLE =
      """
      body{font-family:sans-serif;max-width:56em;margin:1.5em auto;padding:0 1em;color:#222;background:#fff}
      h1{font-size:1.5em}h2{font-size:1.15em;margin-top:2em}
      svg{width:100%;height:auto}.wide{overflow-x:auto}
      table{border-collapse:collapse}td,th{padding:.3em .8em;text-align:left;vertical-align:top;border-bottom:1px solid #ddd}
      .kpi{display:flex;flex-wrap:wrap;gap:.8em}.kpi div{border:1px solid #ccc;border-radius:.4em;padding:.5em .9em}
      .kpi b{display:block;font-size:1.35em}.key span{display:inline-block;width:.9em;height:.9em;margin:0 .3em 0 1em}
      .remedy{color:#555}td.number{text-align:right;white-space:nowrap}code{word-break:break-all}
      @media print{h2{break-after:avoid}tr,svg{break-inside:avoid}body{margin:0}}
      """;

  private final Recording recording;
  private final StoryReader reader;
  private final RunSeries series = new RunSeries();
  private final PriorityQueue<StoryEvent> longest =
      new PriorityQueue<>(Comparator.comparingDouble(e -> e.to() - e.from()));
  private final TreeMap<String, Integer> stops = new TreeMap<>();
  private final int[] counts = new int[FilterAction.values().length];
  private int resets;
  private long leftOut;

  private RunReport(Recording recording, double shortest) {
    this.recording = recording;
    reader = new StoryReader(recording, shortest, this::take);
  }

  /**
   * Writes the page of a recording.
   *
   * @param file the recording, or a folder with one
   * @param shortest actions shorter than this are left out of the list, s
   */
  static String page(Path file, double shortest) {
    RunReport report = new RunReport(Recording.open(file), shortest);
    List<String> notes =
        report.recording.cycles(
            s -> {
              report.reader.take(s);
              report.series.take(s);
            });
    report.reader.close();
    return report.write(notes);
  }

  /** Keeps the events that lasted longest; a list of all would not be read. */
  private void take(StoryEvent e) {
    if (e.action() != null) {
      counts[e.action().ordinal()]++;
      if (e.action() == FilterAction.STOP) {
        stops.merge(e.reason().name().toLowerCase(Locale.ROOT), 1, Integer::sum);
      }
    }
    resets += e.text().equals(StoryReader.RESET) ? 1 : 0;
    longest.add(e);
    if (longest.size() > LISTED) {
      longest.poll();
      leftOut++;
    }
  }

  private String write(List<String> notes) {
    String robot = recording.values().getOrDefault("robot", "unknown robot");
    StringBuilder s = new StringBuilder(100_000);
    s.append("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>")
        .append(HtmlText.escaped(robot + ": run of " + date()))
        .append("</title><style>")
        .append(STYLE)
        .append("</style></head><body><h1>")
        .append(HtmlText.escaped(robot))
        .append(", run of ")
        .append(date())
        .append(" UTC</h1>");
    figures(s);
    strip(s);
    s.append("<h2>Pictures</h2>")
        .append("<p>Each point is the worst of the cycles in ")
        .append(number("%.3g s", series.length()))
        .append(".</p>");
    pictures(s);
    rows(s);
    events(s);
    configuration(s, notes);
    return s.append("</body></html>\n").toString();
  }

  private String date() {
    return TIME.format(Instant.ofEpochSecond(0, reader.began()));
  }

  private void figures(StringBuilder s) {
    double all = Math.max(1e-9, reader.seconds());
    double passed = reader.seconds(FilterAction.PASS);
    s.append("<div class=\"kpi\">");
    kpi(s, number("%.1f s", reader.seconds()), reader.cycles() + " cycles");
    kpi(s, number("%.1f %%", 100 * passed / all), "passed unchanged");
    for (FilterAction a : FilterAction.values()) {
      if (a != FilterAction.PASS && a != FilterAction.STOP && reader.seconds(a) > 0) {
        kpi(s, number("%.1f %%", 100 * reader.seconds(a) / all), Explanation.action(a));
      }
    }
    kpi(s, Integer.toString(counts[FilterAction.STOP.ordinal()]), "stops, " + resets + " resets");
    double speed = series.worst(RunSeries.Quantity.SPEED_SHARE);
    if (!Double.isNaN(speed)) {
      kpi(s, number("%.0f %%", 100 * speed), "highest speed, share of the joint's limit");
    }
    double margin = series.worst(RunSeries.Quantity.BARRIER_MARGIN);
    if (!Double.isNaN(margin)) {
      kpi(s, number("%.1f mm", 1000 * margin), "smallest barrier margin");
    }
    kpi(s, number("%.0f µs", 1e-3 * reader.longestStep()), "longest step of the filter");
    s.append("</div>");
    stops.forEach(
        (reason, n) ->
            s.append("<p>")
                .append(n)
                .append(n == 1 ? " stop: " : " stops: ")
                .append(reason)
                .append("</p>"));
  }

  private static void kpi(StringBuilder s, String figure, String words) {
    s.append("<div><b>").append(figure).append("</b>").append(words).append("</div>");
  }

  /** What the filter did over time: in each bucket the gravest. */
  private void strip(StringBuilder s) {
    s.append("<h2>What the filter did</h2><div class=\"wide\"><svg role=\"img\" aria-label=\"")
        .append("timeline of the filter's actions\" viewBox=\"0 0 ")
        .append(RunSeries.MOST)
        .append(' ')
        .append(STRIP_HEIGHT)
        .append("\" preserveAspectRatio=\"none\">");
    double scale = (double) RunSeries.MOST / Math.max(1, series.count());
    for (int from = 0; from < series.count(); ) {
      FilterAction action = series.gravest(from);
      int to = from + 1;
      while (to < series.count() && series.gravest(to) == action) {
        to++;
      }
      if (action != null) {
        s.append(
            number(
                "<rect x=\"%.2f\" y=\"0\" width=\"%.2f\" height=\"%.0f\" fill=\"",
                from * scale, (to - from) * scale, STRIP_HEIGHT));
        s.append(colour(action)).append("\"/>");
      }
      from = to;
    }
    s.append("</svg></div><p class=\"key\">0 to ")
        .append(number("%.1f s", series.count() * series.length()))
        .append(':');
    for (FilterAction a : FilterAction.values()) {
      if (reader.seconds(a) > 0) {
        s.append("<span style=\"background:").append(colour(a)).append("\"></span>");
        s.append(Explanation.action(a)).append(number(", %.1f s", reader.seconds(a)));
      }
    }
    s.append("</p>");
  }

  private static String colour(FilterAction action) {
    return switch (action) {
      case PASS -> "#9ccf9c";
      case MODIFIED -> "#5b9bd5";
      case SLOWDOWN -> "#e6b800";
      case FALLBACK -> "#e07b39";
      case STOP -> "#b3202a";
    };
  }

  private void pictures(StringBuilder s) {
    SvgPlot margins = new SvgPlot("Distance kept", "m").level(0);
    boolean barrier = add(margins, "barrier", RunSeries.Quantity.BARRIER_MARGIN);
    boolean obstacle = add(margins, "obstacle", RunSeries.Quantity.OBSTACLE_MARGIN);
    picture(s, margins, barrier || obstacle);
    SvgPlot speed = new SvgPlot("Speed", "share of limit").level(1);
    boolean measured = add(speed, "fastest joint", RunSeries.Quantity.SPEED_SHARE);
    boolean allowed = add(speed, "allowed", RunSeries.Quantity.SPEED_SCALE);
    picture(s, speed, measured || allowed);
    SvgPlot changes = new SvgPlot("Commands", "share of limit");
    boolean changed = add(changes, "change", RunSeries.Quantity.INTERVENTION);
    boolean load = add(changes, "unknown load", RunSeries.Quantity.DISTURBANCE);
    picture(s, changes, changed || load);
    SvgPlot level = new SvgPlot("Level of the envelope", "level");
    picture(s, level, add(level, "level", RunSeries.Quantity.LEVEL));
    SvgPlot step = new SvgPlot("Step of the filter", "µs");
    picture(s, step, add(step, "longest", RunSeries.Quantity.STEP));
  }

  private boolean add(SvgPlot plot, String name, RunSeries.Quantity quantity) {
    double[][] line = series.of(quantity);
    if (line[0].length == 0) {
      return false;
    }
    plot.line(name, line[0], line[1]);
    return true;
  }

  private static void picture(StringBuilder s, SvgPlot plot, boolean filled) {
    if (filled) {
      s.append("<div class=\"wide\">").append(plot.render()).append("</div>");
    }
  }

  private void rows(StringBuilder s) {
    if (reader.acting().isEmpty()) {
      return;
    }
    s.append(
        "<h2>Limits that acted</h2><table><tr><th>seconds</th><th>limit</th><th>what eases it");
    s.append("</th></tr>");
    for (StoryReader.ActingRow row : reader.acting()) {
      s.append("<tr><td class=\"number\">").append(number("%.3f", row.seconds()));
      s.append("</td><td>")
          .append(HtmlText.escaped(row.words()))
          .append("</td><td class=\"remedy\">");
      s.append(HtmlText.escaped(row.eased())).append("</td></tr>");
    }
    s.append("</table>");
  }

  private void events(StringBuilder s) {
    List<StoryEvent> shown = new ArrayList<>(longest);
    shown.sort(Comparator.comparingDouble(StoryEvent::from));
    s.append("<h2>What happened</h2>");
    if (leftOut > 0) {
      s.append("<p>The ").append(LISTED).append(" longest; ").append(leftOut);
      s.append(" shorter ones are left out. ./reins explain lists all.</p>");
    }
    s.append("<div class=\"wide\"><table><tr><th>from, s</th><th>for, s</th><th>what</th></tr>");
    for (StoryEvent e : shown) {
      s.append("<tr><td class=\"number\">").append(number("%.3f", e.from()));
      s.append("</td><td class=\"number\">");
      s.append(e.to() > e.from() ? number("%.3f", e.to() - e.from()) : "");
      s.append("</td><td>").append(HtmlText.escaped(e.text()));
      if (!e.remedy().isEmpty()) {
        s.append("<br><span class=\"remedy\">It goes on with: ");
        s.append(HtmlText.escaped(e.remedy())).append("</span>");
      }
      s.append("</td></tr>");
    }
    s.append("</table></div>");
  }

  private void configuration(StringBuilder s, List<String> notes) {
    s.append("<h2>Configuration</h2><table>");
    recording
        .values()
        .forEach(
            (name, value) -> {
              s.append("<tr><td>").append(HtmlText.escaped(name)).append("</td><td><code>");
              s.append(HtmlText.escaped(value)).append("</code></td></tr>");
            });
    s.append("<tr><td>files in the recording</td><td>");
    s.append(HtmlText.escaped(String.join(", ", recording.fileNames()))).append("</td></tr>");
    s.append("<tr><td>cycles lost by the recorder</td><td>").append(reader.lost());
    s.append("</td></tr></table>");
    notes.forEach(n -> s.append("<p>Note: ").append(HtmlText.escaped(n)).append("</p>"));
    s.append("<p>Made by ./reins report from ");
    s.append(HtmlText.escaped(recording.parts().get(0).getFileName().toString()));
    s.append(
        ". Limits are judged by the filter's own measurements, not by an independent judge.</p>");
  }

  private static String number(String format, double... values) {
    Object[] boxed = new Object[values.length];
    for (int k = 0; k < values.length; k++) {
      boxed[k] = values[k];
    }
    return String.format(Locale.ROOT, format, boxed);
  }
}
