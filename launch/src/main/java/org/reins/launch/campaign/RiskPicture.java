package org.reins.launch.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.reins.sim.variation.Range;

/** Pictures of the risk as SVG: over the two ranges that matter most, and along every range. */
final class RiskPicture {
  private static final int SIDE = 420;
  private static final int LEFT = 70;
  private static final int BOTTOM = 50;
  private static final int CELLS = 21;
  private static final int BASES = 40;
  private static final int SMALL_WIDTH = 200;
  private static final int SMALL_HEIGHT = 90;
  private static final int PER_LINE = 4;

  private final CampaignSettings settings;
  private final CampaignFigures figures;

  RiskPicture(CampaignSettings settings, CampaignFigures figures) {
    this.settings = settings;
    this.figures = figures;
  }

  /** The risk over the two most important ranges, with every run; empty with one range only. */
  String map() {
    if (figures.effects().size() < 2) {
      return "";
    }
    CampaignFigures.Effect across = figures.effects().get(0);
    CampaignFigures.Effect up = figures.effects().get(1);
    StringBuilder s = new StringBuilder();
    add(
        s,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
            + " font-family=\"sans-serif\" font-size=\"12\" role=\"img\" aria-label=\"risk over %s and"
            + " %s\">",
        LEFT + SIDE + 220,
        SIDE + BOTTOM + 10,
        name(across.range()),
        name(up.range()));
    cells(s, across.axis(), up.axis());
    List<Row> all = new ArrayList<>(figures.search());
    all.addAll(figures.fresh());
    for (Row r : all) {
      double[] x = settings.point(r.trial().conditions());
      add(
          s,
          "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\" stroke=\"#fff\""
              + " stroke-width=\"0.5\"/>",
          LEFT + SIDE * x[across.axis()],
          5 + SIDE * (1 - x[up.axis()]),
          r.outcome().failed() ? 3.5 : 2.0,
          r.outcome().failed() ? "#7f0000" : "#1f5fa8");
    }
    axes(s, across.range(), up.range());
    return s.append("</svg>").toString();
  }

  /** The mean of the model's risk over the other ranges, as coloured squares. */
  private void cells(StringBuilder s, int across, int up) {
    List<Row> bases = figures.search().subList(0, Math.min(BASES, figures.search().size()));
    double side = (double) SIDE / CELLS;
    for (int i = 0; i < CELLS; i++) {
      for (int j = 0; j < CELLS; j++) {
        double risk = 0;
        for (Row r : bases) {
          double[] x = settings.point(r.trial().conditions());
          x[across] = (i + 0.5) / CELLS;
          x[up] = (j + 0.5) / CELLS;
          risk += figures.model().risk(x) / bases.size();
        }
        add(
            s,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.2f\" height=\"%.2f\" fill=\"%s\"/>",
            LEFT + i * side,
            5 + (CELLS - 1 - j) * side,
            side + 0.3,
            side + 0.3,
            colour(risk));
      }
    }
  }

  private static void axes(StringBuilder s, Range across, Range up) {
    for (int k = 0; k <= 4; k++) {
      double share = k / 4.0;
      add(
          s,
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
          LEFT + SIDE * share,
          SIDE + 22,
          CampaignReport.number(across.at(share)));
      add(
          s,
          "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
          LEFT - 6,
          9 + SIDE * (1 - share),
          CampaignReport.number(up.at(share)));
    }
    add(
        s,
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
        LEFT + SIDE / 2,
        SIDE + 42,
        name(across));
    add(
        s,
        "<text x=\"14\" y=\"%d\" text-anchor=\"middle\" transform=\"rotate(-90 14 %d)\">%s</text>",
        SIDE / 2,
        SIDE / 2,
        name(up));
    int x = LEFT + SIDE + 16;
    for (int k = 0; k <= 4; k++) {
      add(
          s,
          "<rect x=\"%d\" y=\"%d\" width=\"22\" height=\"18\" fill=\"%s\"/><text x=\"%d\""
              + " y=\"%d\">risk %.2f</text>",
          x,
          10 + 22 * k,
          colour(k / 4.0),
          x + 30,
          24 + 22 * k,
          k / 4.0);
    }
    add(
        s,
        "<circle cx=\"%d\" cy=\"136\" r=\"3.5\" fill=\"#7f0000\"/><text x=\"%d\" y=\"140\">failed</text>"
            + "<circle cx=\"%d\" cy=\"156\" r=\"2\" fill=\"#1f5fa8\"/><text x=\"%d\" y=\"160\">did not"
            + " fail</text>",
        x + 8,
        x + 30,
        x + 8,
        x + 30);
  }

  /** The risk along every range, the largest effects first. */
  String curves() {
    int count = figures.effects().size();
    int lines = (count + PER_LINE - 1) / PER_LINE;
    double most = 0.01;
    for (CampaignFigures.Effect e : figures.effects()) {
      for (double r : e.risk()) {
        most = Math.max(most, r);
      }
    }
    StringBuilder s = new StringBuilder();
    add(
        s,
        "<p>The risk along each range, with the others as they may be; the full height is %.2f.</p>"
            + "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
            + " font-family=\"sans-serif\" font-size=\"11\" role=\"img\" aria-label=\"risk along each"
            + " range\">",
        most,
        PER_LINE * (SMALL_WIDTH + 15),
        lines * (SMALL_HEIGHT + 55));
    for (int k = 0; k < count; k++) {
      curve(
          s,
          figures.effects().get(k),
          (k % PER_LINE) * (SMALL_WIDTH + 15),
          (k / PER_LINE) * (SMALL_HEIGHT + 55) + 18,
          most);
    }
    return s.append("</svg>").toString();
  }

  private static void curve(
      StringBuilder s, CampaignFigures.Effect e, int left, int top, double most) {
    add(
        s,
        "<text x=\"%d\" y=\"%d\">%s</text><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\""
            + " fill=\"#f4f4f4\"/>",
        left,
        top - 5,
        name(e.range()),
        left,
        top,
        SMALL_WIDTH,
        SMALL_HEIGHT);
    StringBuilder points = new StringBuilder();
    for (int k = 0; k < e.risk().length; k++) {
      add(
          points,
          "%.1f,%.1f ",
          left + (double) SMALL_WIDTH * k / (e.risk().length - 1),
          top + SMALL_HEIGHT * (1 - e.risk()[k] / most));
    }
    add(s, "<polyline fill=\"none\" stroke=\"#c0392b\" stroke-width=\"2\" points=\"%s\"/>", points);
    add(
        s,
        "<text x=\"%d\" y=\"%d\">%s</text><text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>",
        left,
        top + SMALL_HEIGHT + 14,
        CampaignReport.number(e.range().low()),
        left + SMALL_WIDTH,
        top + SMALL_HEIGHT + 14,
        CampaignReport.number(e.range().high()));
  }

  private static String name(Range r) {
    return r.variable().key() + ", " + r.variable().unit();
  }

  /** From white to orange. */
  private static String colour(double risk) {
    double r = Math.max(0, Math.min(1, risk));
    return String.format(
        Locale.ROOT,
        "#%02x%02x%02x",
        Math.round(255 - 20 * r),
        Math.round(255 - 150 * r),
        Math.round(255 - 225 * r));
  }

  private static void add(StringBuilder s, String format, Object... values) {
    s.append(String.format(Locale.ROOT, format, values));
  }
}
