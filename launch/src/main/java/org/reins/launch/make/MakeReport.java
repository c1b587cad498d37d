package org.reins.launch.make;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.reins.node.html.HtmlText;
import org.reins.sim.cell.Cell;

/** The report of a cell: the certificate, the table of runs, and the commands to go on with. */
final class MakeReport {
  static final String MARKDOWN = "report.md";
  static final String HTML = "report.html";
  static final String CONSTRAINTS = "constraints.yaml";

  private static final List<String> RUNS = List.of("unfiltered", "filtered", "without_barrier");
  private static final List<String> COUNTS =
      List.of("goals", "violations", "zone", "obstacle", "table");

  private final String cellName;
  private final Cell cell;
  private final Path folder;
  private final boolean constraints;

  /**
   * Prepares a report.
   *
   * @param folder of the products
   * @param constraints whether there is a constraint file among them
   */
  MakeReport(String cellName, Cell cell, Path folder, boolean constraints) {
    this.cellName = cellName;
    this.cell = cell;
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
    COUNTS.forEach(c -> s.append(' ').append(c).append(" |"));
    s.append("\n|---|").append("---:|".repeat(COUNTS.size())).append('\n');
    for (String run : RUNS) {
      s.append("| ").append(run.replace('_', ' ')).append(" |");
      COUNTS.forEach(c -> s.append(' ').append(figures.get(run).get(c).asLong()).append(" |"));
      s.append('\n');
    }
    s.append("\nAn event is an unbroken stretch of one kind; violations counts all kinds.\n");
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
    COUNTS.forEach(c -> s.append("<th>").append(c).append("</th>"));
    s.append("</tr>");
    for (String run : RUNS) {
      s.append("<tr><td>").append(run.replace('_', ' ')).append("</td>");
      COUNTS.forEach(
          c -> s.append("<td>").append(figures.get(run).get(c).asLong()).append("</td>"));
      s.append("</tr>");
    }
    s.append("</table><p>The certificate assumes:</p><ul>");
    certificate
        .get("assumptions")
        .forEach(a -> s.append("<li>").append(HtmlText.escaped(a.asText())).append(".</li>"));
    s.append("</ul><pre>").append(HtmlText.escaped(runLine())).append("</pre></body></html>\n");
    return s.toString();
  }

  private List<String> statements(JsonNode figures, JsonNode certificate) {
    List<String> lines = new ArrayList<>();
    int seeds = figures.get("filtered").get("by_seed").size();
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
            "In closed loop, %d of %d episodes enter a zone: with confidence %s, at most %.2f %% of"
                + " such episodes do.",
            certificate.get("violating").asLong(),
            certificate.get("trajectories").asLong(),
            certificate.get("confidence").asText(),
            100 * certificate.get("epsilon").asDouble()));
    lines.add(
        String.format(
            Locale.ROOT,
            "The barrier's margin δ is %.4f m. The table sums %d seeds of %.0f s at envelope level"
                + " %d.",
            certificate.get("delta").asDouble(),
            seeds,
            cell.task().seconds(),
            cell.level()));
    double goals = figures.get("unfiltered").get("goals").asDouble();
    if (goals > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "With the filter the arm reaches %.0f %% of the goals that it reaches without it.",
              100 * figures.get("filtered").get("goals").asDouble() / goals));
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
