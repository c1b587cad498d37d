package org.reins.node.story;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.reins.filter.Explanation;
import org.reins.filter.FilterAction;
import org.reins.node.html.HtmlText;
import org.reins.node.html.SvgPlot;

/** Writes the page of a run: it refers to no other file, and can be printed. */
final class RunPage {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
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

  private final StringBuilder s = new StringBuilder(100_000);
  private final StoryReader reader;
  private final RunSeries series;
  private final RunEvents events;

  RunPage(StoryReader reader, RunSeries series, RunEvents events) {
    this.reader = reader;
    this.series = series;
    this.events = events;
  }

  /**
   * The page.
   *
   * @param values names and values of the configuration
   * @param files names of the files in the recording
   * @param source of the cycles, for people
   * @param notes sentences on what is not in it
   */
  String write(Map<String, String> values, List<String> files, String source, List<String> notes) {
    String robot = values.getOrDefault("robot", "unknown robot");
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
    figures();
    strip();
    s.append("<h2>Pictures</h2>")
        .append("<p>Each point is the worst of the cycles in ")
        .append(number("%.3g s", series.length()))
        .append(".</p>");
    pictures();
    rows();
    list();
    configuration(new TreeMap<>(values), files, source, notes);
    return s.append("</body></html>\n").toString();
  }

  private String date() {
    return TIME.format(Instant.ofEpochSecond(0, reader.began()));
  }

  private void figures() {
    double all = Math.max(1e-9, reader.seconds());
    double passed = reader.seconds(FilterAction.PASS);
    s.append("<div class=\"kpi\">");
    kpi(number("%.1f s", reader.seconds()), reader.cycles() + " cycles");
    kpi(number("%.1f %%", 100 * passed / all), "passed unchanged");
    for (FilterAction a : FilterAction.values()) {
      if (a != FilterAction.PASS && a != FilterAction.STOP && reader.seconds(a) > 0) {
        kpi(number("%.1f %%", 100 * reader.seconds(a) / all), Explanation.action(a));
      }
    }
    kpi(Integer.toString(events.stops()), "stops, " + events.resets() + " resets");
    double speed = series.worst(RunSeries.Quantity.SPEED_SHARE);
    if (!Double.isNaN(speed)) {
      kpi(number("%.0f %%", 100 * speed), "highest speed, share of the joint's limit");
    }
    double margin = series.worst(RunSeries.Quantity.BARRIER_MARGIN);
    if (!Double.isNaN(margin)) {
      kpi(number("%.1f mm", 1000 * margin), "smallest barrier margin");
    }
    kpi(number("%.0f µs", 1e-3 * reader.longestStep()), "longest step of the filter");
    s.append("</div>");
    events
        .stopsByReason()
        .forEach(
            (reason, n) ->
                s.append("<p>")
                    .append(n)
                    .append(n == 1 ? " stop: " : " stops: ")
                    .append(reason)
                    .append("</p>"));
  }

  private void kpi(String figure, String words) {
    s.append("<div><b>").append(figure).append("</b>").append(words).append("</div>");
  }

  /** What the filter did over time: in each bucket the gravest. */
  private void strip() {
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

  private void pictures() {
    SvgPlot margins = new SvgPlot("Distance kept", "m").level(0);
    boolean barrier = add(margins, "barrier", RunSeries.Quantity.BARRIER_MARGIN);
    boolean obstacle = add(margins, "obstacle", RunSeries.Quantity.OBSTACLE_MARGIN);
    picture(margins, barrier || obstacle);
    SvgPlot speed = new SvgPlot("Speed", "share of limit").level(1);
    boolean measured = add(speed, "fastest joint", RunSeries.Quantity.SPEED_SHARE);
    boolean allowed = add(speed, "allowed", RunSeries.Quantity.SPEED_SCALE);
    picture(speed, measured || allowed);
    SvgPlot changes = new SvgPlot("Commands", "share of limit");
    boolean changed = add(changes, "change", RunSeries.Quantity.INTERVENTION);
    boolean load = add(changes, "unknown load", RunSeries.Quantity.DISTURBANCE);
    picture(changes, changed || load);
    SvgPlot level = new SvgPlot("Level of the envelope", "level");
    picture(level, add(level, "level", RunSeries.Quantity.LEVEL));
    SvgPlot step = new SvgPlot("Step of the filter", "µs");
    picture(step, add(step, "longest", RunSeries.Quantity.STEP));
  }

  private boolean add(SvgPlot plot, String name, RunSeries.Quantity quantity) {
    double[][] line = series.of(quantity);
    if (line[0].length == 0) {
      return false;
    }
    plot.line(name, line[0], line[1]);
    return true;
  }

  private void picture(SvgPlot plot, boolean filled) {
    if (filled) {
      s.append("<div class=\"wide\">").append(plot.render()).append("</div>");
    }
  }

  private void rows() {
    if (reader.acting().isEmpty()) {
      return;
    }
    s.append(
        "<h2>Limits that acted</h2><table><tr><th>seconds</th><th>limit</th><th>what eases it");
    s.append("</th></tr>");
    for (ActingRows.Row row : reader.acting()) {
      s.append("<tr><td class=\"number\">").append(number("%.3f", row.seconds()));
      s.append("</td><td>")
          .append(HtmlText.escaped(row.words()))
          .append("</td><td class=\"remedy\">");
      s.append(HtmlText.escaped(row.eased())).append("</td></tr>");
    }
    s.append("</table>");
  }

  private void list() {
    s.append("<h2>What happened</h2>");
    if (events.leftOut() > 0) {
      s.append("<p>The ").append(RunEvents.LISTED).append(" longest; ").append(events.leftOut());
      s.append(" shorter ones are left out. ./reins explain lists all.</p>");
    }
    s.append("<div class=\"wide\"><table><tr><th>from, s</th><th>for, s</th><th>what</th></tr>");
    for (StoryEvent e : events.longest()) {
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

  private void configuration(
      Map<String, String> values, List<String> files, String source, List<String> notes) {
    s.append("<h2>Configuration</h2><table>");
    values.forEach(
        (name, value) -> {
          s.append("<tr><td>").append(HtmlText.escaped(name)).append("</td><td><code>");
          s.append(HtmlText.escaped(value)).append("</code></td></tr>");
        });
    s.append("<tr><td>files in the recording</td><td>");
    s.append(HtmlText.escaped(String.join(", ", files))).append("</td></tr>");
    s.append("<tr><td>cycles lost by the recorder</td><td>").append(reader.lost());
    s.append("</td></tr></table>");
    notes.forEach(n -> s.append("<p>Note: ").append(HtmlText.escaped(n)).append("</p>"));
    s.append("<p>Made from ");
    s.append(HtmlText.escaped(source));
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
