package org.reins.launch.learn;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.reins.node.html.SvgPlot;
import org.reins.node.json.Json;

/** Losses and volumes in the order of training. */
final class TrainingHistory {
  private final List<String> names = new ArrayList<>();
  private final List<List<double[]>> losses = new ArrayList<>();
  private final List<double[]> volumes = new ArrayList<>();

  void loss(double at, String what, double loss) {
    if (!names.contains(what)) {
      names.add(what);
      losses.add(new ArrayList<>());
    }
    losses.get(names.indexOf(what)).add(new double[] {at, loss});
  }

  void recovered(double at, double share) {
    volumes.add(new double[] {at, share});
  }

  ObjectNode figures() {
    ObjectNode node = Json.MAPPER.createObjectNode();
    for (int k = 0; k < names.size(); k++) {
      List<double[]> all = losses.get(k);
      node.put("last_loss_" + names.get(k).replace(' ', '_'), all.get(all.size() - 1)[1]);
    }
    ArrayNode course = node.putArray("recovered_estimate");
    for (double[] v : volumes) {
      course.addObject().put("progress", v[0]).put("share", v[1]);
    }
    return node;
  }

  void write(Path path, String title) throws IOException {
    StringBuilder page = new StringBuilder("<!doctype html><meta charset=\"utf-8\"><title>");
    page.append(title).append("</title><h1>").append(title).append("</h1>");
    for (int k = 0; k < names.size(); k++) {
      page.append(plot("log10 loss of " + names.get(k), losses.get(k), true));
    }
    page.append(plot("share of recorded safe states with B ≥ 0", volumes, false));
    Files.writeString(path, page);
  }

  private static String plot(String title, List<double[]> points, boolean logarithmic) {
    double[] x = new double[points.size()];
    double[] y = new double[points.size()];
    for (int i = 0; i < x.length; i++) {
      x[i] = 100 * points.get(i)[0];
      y[i] = logarithmic ? Math.log10(Math.max(1e-12, points.get(i)[1])) : points.get(i)[1];
    }
    return "<p>" + new SvgPlot(title, "").unit("%").line("", x, y).render() + "</p>";
  }
}
