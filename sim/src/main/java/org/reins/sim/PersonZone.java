package org.reins.sim;

/**
 * The region where a person may stand: a vertical region whose outline is a union of discs. It is
 * neither convex nor smooth. The filter does not know it. Offline logs contain the clearance from
 * it as a sensor would label it.
 */
public final class PersonZone {
  // Centre x, y and radius of each disc, m.
  private static final double[][] DISCS = {
    {0.752, 0.351, 0.210},
    {0.591, 0.462, 0.100},
    {0.708, 0.177, 0.090},
  };

  private PersonZone() {}

  /** Signed distance of a point from the outline, m: positive outside, independent of height. */
  public static double distance(double x, double y) {
    double d = Double.POSITIVE_INFINITY;
    for (double[] disc : DISCS) {
      d = Math.min(d, Math.hypot(x - disc[0], y - disc[1]) - disc[2]);
    }
    return d;
  }

  /** The discs as rows of centre x, centre y and radius, m, for drawing; a copy. */
  public static double[][] outline() {
    double[][] copy = new double[DISCS.length][];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = DISCS[i].clone();
    }
    return copy;
  }
}
