package org.reins.launch.make;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.reins.node.html.HtmlText;
import org.reins.sim.cell.RobotCell;

/** The report of a cell: the certificate, the table of runs, and the commands to go on with. */
final class MakeReport {
  static final String MARKDOWN = "report.md";
  static final String HTML = "report.html";
  static final String CONSTRAINTS = "constraints.yaml";

  private static final List<String> RUNS = List.of("unfiltered", "filtered", "without_barrier");
  private final String cellName;
  private final RobotCell cell;
  private final CellStory story;
  private final Path folder;
  private final boolean constraints;

  /**
   * Prepares a report.
   *
   * @param folder of the products
   * @param constraints whether there is a constraint file among them
   */
  MakeReport(String cellName, RobotCell cell, Path folder, boolean constraints) {
    this.cellName = cellName;
    this.cell = cell;
    story = cell.choose(CellStory::of, CellStory::of);
    this.folder = folder;
    this.constraints = constraints;
  }

  String markdown(JsonNode figures, JsonNode certificate) {
    StringBuilder s = new StringBuilder();
    s.append("# ").append(cell.title()).append("\n\n");
    for (String line : statements(figures, certificate)) {
      s.append(line).append('\n');
    }
    s.append("\n| run |");
    story.columns().forEach(c -> s.append(' ').append(c).append(" |"));
    s.append("\n|---|").append("---:|".repeat(story.columns().size())).append('\n');
    for (String run : runs(figures)) {
      s.append("| ").append(run.replace('_', ' ')).append(" |");
      story.columns().forEach(c -> s.append(' ').append(value(figures, run, c)).append(" |"));
      s.append('\n');
    }
    s.append('\n').append(story.legend()).append('\n');
    s.append("\nThe certificate assumes:\n\n");
    certificate.get("assumptions").forEach(a -> s.append("- ").append(a.asText()).append(".\n"));
    s.append("\nThe filter beside the robot:\n\n```\n").append(runLine()).append("\n```\n");
    return s.toString();
  }

  String html(JsonNode figures, JsonNode certificate) {
    StringBuilder s = new StringBuilder();
    s.append("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
        .append(HtmlText.escaped(cell.title()))
        .append("</title><style>body{font-family:sans-serif;max-width:50em;margin:2em auto}")
        .append("td,th{padding:.2em .8em;text-align:right}</style></head><body><h1>")
        .append(HtmlText.escaped(cell.title()))
        .append("</h1><p>")
        .append(HtmlText.escaped(String.join(" ", statements(figures, certificate))))
        .append("</p><table><tr><th>run</th>");
    story.columns().forEach(c -> s.append("<th>").append(c).append("</th>"));
    s.append("</tr>");
    for (String run : runs(figures)) {
      s.append("<tr><td>").append(run.replace('_', ' ')).append("</td>");
      story.columns().forEach(c -> s.append("<td>").append(value(figures, run, c)).append("</td>"));
      s.append("</tr>");
    }
    s.append("</table><p>The certificate assumes:</p><ul>");
    certificate
        .get("assumptions")
        .forEach(a -> s.append("<li>").append(HtmlText.escaped(a.asText())).append(".</li>"));
    s.append("</ul><pre>").append(HtmlText.escaped(runLine())).append("</pre></body></html>\n");
    return s.toString();
  }

  /** The runs that there are: without a barrier there is none without it. */
  private static List<String> runs(JsonNode figures) {
    return RUNS.stream().filter(figures::has).toList();
  }

  private static String value(JsonNode figures, String run, String column) {
    JsonNode value = figures.get(run).get(column);
    return value.isIntegralNumber()
        ? value.asText()
        : String.format(Locale.ROOT, "%.1f", value.asDouble());
  }

  private List<String> statements(JsonNode figures, JsonNode certificate) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "The robot is %s (%s), the cell %s.",
            cell.robot().title(),
            cell.robot().name(),
            cellName));
    lines.add(
        String.format(
            Locale.ROOT,
            "In closed loop, %d of %d %s %s: with confidence %s, at most %.2f %% of such %s do.",
            certificate.get("violating").asLong(),
            certificate.get("trajectories").asLong(),
            story.episodes(),
            story.lost(),
            certificate.get("confidence").asText(),
            100 * certificate.get("epsilon").asDouble(),
            story.episodes()));
    lines.add(
        String.format(
            Locale.ROOT,
            "The barrier's margin δ is %.4f%s. The table sums %s.",
            certificate.get("delta").asDouble(),
            story.unit(),
            story.summed().apply(figures)));
    double whole = figures.get("unfiltered").get(story.worth()).asDouble();
    if (whole > 0) {
      double kept = figures.get("filtered").get(story.worth()).asDouble();
      lines.add(String.format(Locale.ROOT, story.cost(), 100 * kept / whole));
    }
    return lines;
  }

  private String runLine() {
    return "./reins run --robot "
        + cell.robotName()
        + " --barrier "
        + folder.resolve("barrier.safetensors")
        + (constraints ? " --constraints " + folder.resolve(CONSTRAINTS) : "");
  }
}
