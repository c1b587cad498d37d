package org.reins.launch.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.reins.learning.assurance.SubsetSimulation;
import org.reins.node.html.HtmlText;
import org.reins.sim.variation.Range;
import org.reins.sim.variation.Variable;

/** The report of a campaign: on the terminal, and as a page with pictures. */
final class CampaignReport {
  private static final int SHOWN = 5;
  private static final int LISTED = 200;
  private static final String PAGE = "report.html";

  private final Campaign campaign;
  private final CampaignFigures figures;
  private final Path out;

  private static final double LITTLE = 0.1;

  CampaignReport(Campaign campaign, CampaignFigures figures, Path out) {
    this.campaign = campaign;
    this.figures = figures;
    this.out = out;
  }

  /** Prints it, and writes the page. */
  void write() throws IOException {
    headline().forEach(System.out::println);
    System.out.printf("%-12s %6s %8s %9s%n", "part", "runs", "failed", "per 1000");
    parts().forEach(p -> System.out.printf("%-12s %6s %8s %9s%n", (Object[]) p));
    System.out.println("the risk along each range, low to high (the largest effects first):");
    for (CampaignFigures.Effect e : figures.effects().stream().limit(SHOWN).toList()) {
      System.out.printf(
          "  %-15s %10s to %-10s %s%n",
          e.range().variable().key(),
          number(e.range().low()),
          number(e.range().high()),
          Arrays.stream(e.risk())
              .mapToObj(r -> String.format(Locale.ROOT, "%.2f", r))
              .collect(Collectors.joining(" ")));
    }
    List<Row> failed = mildestFirst();
    if (!failed.isEmpty()) {
      System.out.println("the mildest failures:");
    }
    for (Row r : failed.stream().limit(SHOWN).toList()) {
      System.out.printf("  %s%n      %s%n", story(r), command(r));
    }
    Files.writeString(out.resolve(PAGE), page(failed));
    System.out.println("rows     " + out.resolve("rows"));
    System.out.println("report   " + out.resolve(PAGE));
  }

  private List<String> headline() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%d runs, %d failures: %.1f per 1000",
            figures.search().size(),
            CampaignFigures.failures(figures.search()),
            CampaignFigures.perThousand(figures.search())));
    if (!figures.fresh().isEmpty()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "drawn evenly, %d of %d fresh runs fail: with confidence %.2f at most %.1f %%",
              CampaignFigures.failures(figures.fresh()),
              figures.fresh().size(),
              CampaignFigures.CONFIDENCE,
              100 * figures.bound()));
      lines.add(
          Double.isNaN(figures.auc().value())
              ? "the model of the risk could not be tested: the fresh runs all ended alike"
              : String.format(
                  Locale.ROOT,
                  "AUC of the model of the risk on them: %.3f, standard error %.3f",
                  figures.auc().value(),
                  figures.auc().error()));
    }
    if (figures.rare() != null) {
      lines.addAll(rare(figures.rare()));
    }
    return lines;
  }

  private static List<String> rare(SubsetSimulation.Estimate e) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "importance splitting: a margin below 0 has the probability %.2g, standard error %.0f %%,"
                + " about %.2g at most (%d levels, %d runs)",
            e.probability(),
            100 * e.error(),
            e.atMost(CampaignFigures.CONFIDENCE),
            e.levels(),
            e.evaluations()));
    if (e.moved() < LITTLE) {
      lines.add(
          String.format(
              Locale.ROOT,
              "note: only %.0f %% of the steps between similar runs were accepted, so the true error"
                  + " is larger; give more --runs, or episodes: 1 in the campaign file",
              100 * e.moved()));
    }
    return lines;
  }

  private List<String[]> parts() {
    List<Row> all = new ArrayList<>(figures.search());
    all.addAll(figures.fresh());
    List<String[]> lines = new ArrayList<>();
    for (Part p : Part.values()) {
      List<Row> rows = all.stream().filter(r -> r.trial().part() == p).toList();
      if (!rows.isEmpty()) {
        lines.add(
            new String[] {
              p.key(),
              Integer.toString(rows.size()),
              Long.toString(CampaignFigures.failures(rows)),
              String.format(Locale.ROOT, "%.1f", CampaignFigures.perThousand(rows))
            });
      }
    }
    return lines;
  }

  private List<Row> mildestFirst() {
    return figures.failed().stream()
        .sorted(
            Comparator.comparingDouble(
                r -> CampaignFigures.distance(campaign.settings(), r.trial().conditions())))
        .toList();
  }

  private String story(Row r) {
    String most =
        campaign.settings().axes().stream()
            .filter(a -> a.variable().isSize())
            .sorted(Comparator.comparingDouble((Range a) -> -away(a, r)))
            .limit(4)
            .map(
                a ->
                    a.variable().key()
                        + " "
                        + number(r.trial().conditions().of(a.variable()))
                        + unit(a.variable()))
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "row %d: %s at %.2f s, seed %d; %s",
        r.trial().row(),
        r.outcome().firstKind(),
        r.outcome().firstTime(),
        r.trial().seed(),
        most);
  }

  private static double away(Range a, Row r) {
    double asInCell = Math.max(a.low(), Math.min(a.high(), a.variable().asInCell()));
    return Math.abs(a.share(r.trial().conditions().of(a.variable())) - a.share(asInCell));
  }

  private static String unit(Variable v) {
    return v.unit().equals("factor") ? "" : " " + v.unit();
  }

  private String command(Row r) {
    return "./reins campaign " + campaign.name() + " --out " + out + " --replay " + r.trial().row();
  }

  static String number(double value) {
    String text = String.format(Locale.ROOT, "%.3g", value);
    return text.contains("e")
        ? text
        : text.replaceAll("(\\.\\d*?)0+$", "$1").replaceAll("\\.$", "");
  }

  private String page(List<Row> failed) {
    StringBuilder s = new StringBuilder();
    s.append("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Campaign: ");
    s.append(HtmlText.escaped(campaign.cell().title()));
    s.append(
        "</title><style>body{font:15px sans-serif;max-width:900px;margin:2em auto;color:#222}");
    s.append("table{border-collapse:collapse}td,th{padding:2px 10px;text-align:right}");
    s.append(
        "td:last-child,th:last-child{text-align:left}code{font-size:13px}</style></head><body>");
    s.append("<h1>Campaign: ").append(HtmlText.escaped(campaign.cell().title())).append("</h1>");
    headline().forEach(l -> s.append("<p>").append(HtmlText.escaped(l)).append("</p>"));
    s.append("<table><tr><th>part</th><th>runs</th><th>failed</th><th>per 1000</th></tr>");
    for (String[] p : parts()) {
      s.append("<tr><td>").append(String.join("</td><td>", p)).append("</td></tr>");
    }
    s.append("</table><h2>Where it fails</h2>");
    RiskPicture picture = new RiskPicture(campaign.settings(), figures);
    s.append(picture.map()).append(picture.curves());
    s.append("<h2>Failures, the mildest first</h2>");
    if (failed.size() > LISTED) {
      s.append("<p>The first ").append(LISTED).append(" of ").append(failed.size());
      s.append("; all are in the rows.</p>");
    }
    s.append("<table><tr><th>row</th><th>what, when, conditions; to run it again</th></tr>");
    for (Row r : failed.stream().limit(LISTED).toList()) {
      s.append("<tr><td>").append(r.trial().row()).append("</td><td>");
      s.append(HtmlText.escaped(story(r)))
          .append("<br><code>")
          .append(HtmlText.escaped(command(r)));
      s.append("</code></td></tr>");
    }
    return s.append("</table></body></html>\n").toString();
  }
}
