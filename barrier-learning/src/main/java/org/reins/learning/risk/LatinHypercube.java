package org.reins.learning.risk;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A Latin hypercube (McKay, Beckman and Conover, Technometrics 21, 1979): of n points in the unit
 * cube, each slice of width 1/n along each axis holds exactly one.
 */
public final class LatinHypercube {
  private LatinHypercube() {}

  /**
   * Draws points.
   *
   * @param count number of points, positive
   * @param size numbers of each point
   * @return points, each number at least 0 and below 1
   */
  public static List<double[]> draw(int count, int size, SplittableRandom random) {
    List<double[]> points = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      points.add(new double[size]);
    }
    int[] slices = new int[count];
    for (int axis = 0; axis < size; axis++) {
      for (int k = 0; k < count; k++) {
        int other = random.nextInt(k + 1);
        slices[k] = slices[other];
        slices[other] = k;
      }
      for (int k = 0; k < count; k++) {
        points.get(k)[axis] = (slices[k] + random.nextDouble()) / count;
      }
    }
    return points;
  }
}
