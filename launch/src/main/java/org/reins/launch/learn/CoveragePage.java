package org.reins.launch.learn;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.reins.sim.TransitionFile;
import org.reins.sim.Transitions;

/**
 * A page with pictures of the distribution of a recording's states: each number of the state over
 * the next one, darker where there are more, red where states are unsafe.
 */
final class CoveragePage {
  private static final int CELLS = 60;
  private static final int CELL = 5;
  private static final int MOST_PICTURES = 8;

  private CoveragePage() {}

  static void write(Path path, String name, TransitionFile file, RecordingSummary summary)
      throws IOException {
    StringBuilder page = new StringBuilder("<!doctype html><meta charset=\"utf-8\"><title>");
    page.append(name)
        .append("</title><h1>Coverage of ")
        .append(name)
        .append("</h1><p>Darker: more states. Red: unsafe states.</p>");
    int n = file.transitions().stateSize();
    for (int i = 0; i < Math.min(MOST_PICTURES, Math.max(1, n - 1)); i++) {
      int j = Math.min(i + 1, n - 1);
      RecordingSummary.Column a = summary.columns().get(i);
      RecordingSummary.Column b = summary.columns().get(j);
      page.append("<figure style=\"display:inline-block\"><img src=\"data:image/png;base64,")
          .append(picture(file.transitions(), i, j, a, b))
          .append("\"><figcaption>")
          .append(a.name())
          .append(" →, ")
          .append(b.name())
          .append(" ↑</figcaption></figure>");
    }
    Files.writeString(path, page);
  }

  private static String picture(
      Transitions t, int i, int j, RecordingSummary.Column a, RecordingSummary.Column b)
      throws IOException {
    int[][] count = new int[CELLS][CELLS];
    int[][] unsafe = new int[CELLS][CELLS];
    int most = 1;
    for (int r = 0; r < t.count(); r++) {
      int x = cell(t.state()[r * t.stateSize() + i], a);
      int y = cell(t.state()[r * t.stateSize() + j], b);
      most = Math.max(most, ++count[x][y]);
      unsafe[x][y] += t.h()[r] < 0 ? 1 : 0;
    }
    BufferedImage image = new BufferedImage(CELLS * CELL, CELLS * CELL, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < CELLS * CELL; x++) {
      for (int y = 0; y < CELLS * CELL; y++) {
        int all = count[x / CELL][y / CELL];
        double share = Math.log1p(all) / Math.log1p(most);
        double red = all == 0 ? 0 : (double) unsafe[x / CELL][y / CELL] / all;
        int light = (int) Math.round(255 * (1 - share));
        int r = (int) Math.round(light + red * share * 200);
        image.setRGB(x, CELLS * CELL - 1 - y, Math.min(255, r) << 16 | light << 8 | light);
      }
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    return Base64.getEncoder().encodeToString(png.toByteArray());
  }

  private static int cell(double v, RecordingSummary.Column c) {
    double width = Math.max(1e-12, c.largest() - c.smallest());
    return Math.min(CELLS - 1, (int) (CELLS * (v - c.smallest()) / width));
  }
}
