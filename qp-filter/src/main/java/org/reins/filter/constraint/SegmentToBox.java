package org.reins.filter.constraint;

/**
 * The nearest points of a straight segment and a box, and the plane between them.
 *
 * <p>The squared distance of the point p(s) = a + s e from the box is convex in s, and its
 * derivative 2 eᵀ (p − clamp(p)) rises with s: its root is found by bisection. n points from the
 * box to the segment at the nearest points. The plane through the nearest point of the box with the
 * normal n supports the box: every point x of the box has n · x ≤ {@link #offset}. All vectors in
 * world axes, m. Allocates nothing after construction. Not thread-safe.
 */
final class SegmentToBox {
  // Half of the segment 48 times: below the rounding of a position.
  private static final int HALVINGS = 48;
  private static final double TOUCHING = 1e-9;

  /** n, from the box to the segment. */
  final double[] normal = {0, 0, 1};

  /** The plane that supports the box: the largest n · x of the box. */
  double offset;

  /** Distance of the segment from the box. */
  double distance;

  private final double[] p = new double[3];

  /**
   * Finds them.
   *
   * @param a one end of the segment, not modified
   * @param b other end, not modified
   * @return false if the segment touches the box, so that there is no normal; then the old values
   *     are kept
   */
  boolean place(double[] a, double[] b, BoxObstacle box) {
    double s = 0;
    if (slope(a, b, 0, box) < 0) {
      double low = 0;
      double high = 1;
      if (slope(a, b, 1, box) <= 0) {
        low = 1;
      }
      for (int k = 0; k < HALVINGS && low < 1; k++) {
        double middle = 0.5 * (low + high);
        if (slope(a, b, middle, box) <= 0) {
          low = middle;
        } else {
          high = middle;
        }
      }
      s = low;
    }
    double square = 0;
    for (int k = 0; k < 3; k++) {
      p[k] = a[k] + s * (b[k] - a[k]);
      double gap = p[k] - clamped(p[k], k, box);
      square += gap * gap;
    }
    double d = Math.sqrt(square);
    if (!(d > TOUCHING)) {
      return false;
    }
    distance = d;
    offset = 0;
    for (int k = 0; k < 3; k++) {
      double on = clamped(p[k], k, box);
      normal[k] = (p[k] - on) / d;
      offset += normal[k] * on;
    }
    return true;
  }

  private static double slope(double[] a, double[] b, double s, BoxObstacle box) {
    double sum = 0;
    for (int k = 0; k < 3; k++) {
      double e = b[k] - a[k];
      double x = a[k] + s * e;
      sum += e * (x - clamped(x, k, box));
    }
    return sum;
  }

  private static double clamped(double x, int k, BoxObstacle box) {
    return Math.max(box.from()[k], Math.min(box.to()[k], x));
  }
}
