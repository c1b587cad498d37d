package org.reins.node.html;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A line plot as SVG, so that a report needs neither fonts nor a display where it is created. */
public final class SvgPlot {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 250;
  private static final int LEFT = 56;
  private static final int RIGHT = 150;
  private static final int TOP = 30;
  private static final int BOTTOM = 34;
  private static final String[] COLOURS = {"#c0392b", "#1f77b4", "#e69f00", "#2e8b57", "#7f3c8d"};

  private final String title;
  private final String yLabel;
  private final List<String> names = new ArrayList<>();
  private final List<double[][]> lines = new ArrayList<>();
  private final Map<Integer, double[][]> bands = new HashMap<>();
  private final List<Double> levels = new ArrayList<>();
  private final List<Double> marks = new ArrayList<>();
  private String xUnit = "s";
  private double lowest = Double.POSITIVE_INFINITY;
  private double highest = Double.NEGATIVE_INFINITY;

  public SvgPlot(String title, String yLabel) {
    this.title = title;
    this.yLabel = yLabel;
  }

  /** Names the unit of the horizontal axis instead of seconds. */
  public SvgPlot unit(String name) {
    xUnit = name.replace("%", "%%");
    return this;
  }

  /** Adds a line through points of time (s) and value. */
  public SvgPlot line(String name, double[] time, double[] value) {
    names.add(name);
    lines.add(new double[][] {time, value});
    return this;
  }

  /** Draws a band around the last line, between two values at each of its points. */
  public SvgPlot band(double[] low, double[] high) {
    bands.put(lines.size() - 1, new double[][] {low, high});
    return this;
  }

  /** Draws a dashed line at a value. */
  public SvgPlot level(double value) {
    levels.add(value);
    return this;
  }

  /** Draws a dotted line at a time. */
  public SvgPlot mark(double time) {
    marks.add(time);
    return this;
  }

  /** Fixes the range of values instead of taking it from the lines. */
  public SvgPlot range(double low, double high) {
    lowest = low;
    highest = high;
    return this;
  }

  /** The SVG element. */
  public String render() {
    double end = 1e-9;
    double low = lowest;
    double high = highest;
    for (double[][] l : lines) {
      for (int i = 0; i < l[0].length; i++) {
        end = Math.max(end, l[0][i]);
        if (lowest > highest) {
          low = Math.min(low, l[1][i]);
          high = Math.max(high, l[1][i]);
        }
      }
    }
    for (double[][] b : bands.values()) {
      for (int i = 0; lowest > highest && i < b[0].length; i++) {
        low = Math.min(low, b[0][i]);
        high = Math.max(high, b[1][i]);
      }
    }
    if (lowest > highest) {
      for (double v : levels) {
        low = Math.min(low, v);
        high = Math.max(high, v);
      }
    }
    if (!(high > low)) {
      low = Math.min(low, 0);
      high = low + 1;
    }
    StringBuilder s = new StringBuilder();
    add(
        s,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"12\">",
        WIDTH,
        HEIGHT,
        WIDTH,
        HEIGHT);
    add(s, "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, HEIGHT);
    add(s, "<text x=\"%d\" y=\"18\" font-size=\"14\" font-weight=\"bold\">%s</text>", LEFT, title);
    add(
        s,
        "<text x=\"14\" y=\"%d\" transform=\"rotate(-90 14 %d)\" text-anchor=\"middle\">%s</text>",
        HEIGHT / 2,
        HEIGHT / 2,
        yLabel);
    for (int k = 0; k <= 4; k++) {
      double v = low + (high - low) * k / 4;
      double y = y(v, low, high);
      add(
          s,
          "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#e4e4e4\"/>",
          LEFT,
          WIDTH - RIGHT,
          y,
          y);
      add(s, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.3g</text>", LEFT - 6, y + 4, v);
      double t = end * k / 4;
      add(
          s,
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.3g " + xUnit + "</text>",
          x(t, end),
          HEIGHT - 12,
          t);
    }
    for (double v : levels) {
      double y = y(v, low, high);
      add(
          s,
          "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#333\" stroke-dasharray=\"6 4\"/>",
          LEFT,
          WIDTH - RIGHT,
          y,
          y);
    }
    for (double t : marks) {
      add(
          s,
          "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#333\" stroke-dasharray=\"2 3\"/>",
          x(t, end),
          x(t, end),
          TOP,
          HEIGHT - BOTTOM);
    }
    for (int k = 0; k < lines.size(); k++) {
      String colour = COLOURS[k % COLOURS.length];
      double[][] l = lines.get(k);
      if (bands.containsKey(k)) {
        addBand(s, colour, l[0], bands.get(k), end, low, high);
      }
      StringBuilder points = new StringBuilder();
      for (int i = 0; i < l[0].length; i++) {
        double v = Math.max(low, Math.min(high, l[1][i]));
        add(points, "%.1f,%.1f ", x(l[0][i], end), y(v, low, high));
      }
      add(
          s,
          "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.4\" points=\"%s\"/>",
          colour,
          points);
      int row = TOP + 14 + 18 * k;
      add(
          s,
          "<line x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"3\"/>",
          WIDTH - RIGHT + 10,
          WIDTH - RIGHT + 30,
          row - 4,
          row - 4,
          colour);
      add(s, "<text x=\"%d\" y=\"%d\">%s</text>", WIDTH - RIGHT + 36, row, names.get(k));
    }
    return s.append("</svg>").toString();
  }

  private static void addBand(
      StringBuilder s,
      String colour,
      double[] time,
      double[][] band,
      double end,
      double low,
      double high) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < time.length; i++) {
      add(points, "%.1f,%.1f ", x(time[i], end), y(band[0][i], low, high));
    }
    for (int i = time.length - 1; i >= 0; i--) {
      add(points, "%.1f,%.1f ", x(time[i], end), y(band[1][i], low, high));
    }
    add(s, "<polygon fill=\"%s\" fill-opacity=\"0.15\" points=\"%s\"/>", colour, points);
  }

  private static double x(double t, double end) {
    return LEFT + (WIDTH - LEFT - RIGHT) * t / end;
  }

  private static double y(double v, double low, double high) {
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (v - low) / (high - low);
  }

  private static void add(StringBuilder s, String format, Object... values) {
    s.append(String.format(Locale.ROOT, format, values));
  }
}
