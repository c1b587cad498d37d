package org.reins.launch.learn;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.reins.filter.barrier.Barrier;
import org.reins.sim.system.BenchmarkSystem;
import org.reins.sim.system.GridValue;

/**
 * A picture of a barrier and the truth over the first two numbers of a state, the others in the
 * middle of the scored box: grey where h &lt; 0, dark where lost (h ≥ 0, not in the kernel), green
 * where B ≥ δ in the kernel, yellow where the kernel is not recovered, red where B ≥ δ is false.
 */
final class KernelPicture {
  private static final int LONGER_SIDE = 800;
  private static final int UNSAFE = 0x9a9a9a;
  private static final int LOST = 0x4d5a75;
  private static final int RECOVERED = 0xa8d8a8;
  private static final int GIVEN_AWAY = 0xf2d16b;
  private static final int FALSE_SAFE = 0xd62728;
  private static final int LEVEL = 0x1b5e20;

  private KernelPicture() {}

  static void write(
      Path path, BenchmarkSystem system, GridValue kernel, Barrier barrier, double delta)
      throws IOException {
    int width = LONGER_SIDE;
    int height = LONGER_SIDE * 4 / 5;
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    double[] x = new double[system.states()];
    for (int i = 0; i < x.length; i++) {
      x[i] = (system.lower()[i] + system.upper()[i]) / 2;
    }
    boolean[] above = new boolean[width];
    for (int row = 0; row < height; row++) {
      boolean left = false;
      for (int column = 0; column < width; column++) {
        x[0] = at(system, 0, (column + 0.5) / width);
        x[1] = at(system, 1, 1 - (row + 0.5) / height);
        boolean safe = barrier.evaluate(x) >= delta;
        boolean level = column > 0 && row > 0 && (safe != left || safe != above[column]);
        image.setRGB(column, row, level ? LEVEL : colour(system, kernel, x, safe));
        left = safe;
        above[column] = safe;
      }
    }
    ImageIO.write(image, "png", path.toFile());
  }

  private static double at(BenchmarkSystem system, int i, double share) {
    return system.lower()[i] + share * (system.upper()[i] - system.lower()[i]);
  }

  private static int colour(BenchmarkSystem system, GridValue kernel, double[] x, boolean safe) {
    if (kernel.contains(x)) {
      return safe ? RECOVERED : GIVEN_AWAY;
    }
    if (safe) {
      return FALSE_SAFE;
    }
    return system.h(x) >= 0 ? LOST : UNSAFE;
  }
}
