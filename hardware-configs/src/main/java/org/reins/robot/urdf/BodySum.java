package org.reins.robot.urdf;

/**
 * Combines rigid bodies that are fixed to one another into one body. With the parts' masses m,
 * centres c and tensors I about their own centres, all in one frame,
 *
 * <pre>
 *   M = Σ m,   C = Σ m c / M,   J = Σ (I + m (|c|² 1 − c cᵀ)) − M (|C|² 1 − C Cᵀ)
 * </pre>
 */
final class BodySum {
  private double mass;
  private final double[] moment = new double[3];
  // About the origin: xx, xy, xz, yy, yz, zz.
  private final double[] tensor = new double[6];

  /**
   * Adds a part. A part without mass adds nothing.
   *
   * @param m mass, kg
   * @param c centre of mass, m, not modified
   * @param own tensor about the centre of mass, kg·m², as xx, xy, xz, yy, yz, zz, not modified
   */
  void add(double m, double[] c, double[] own) {
    if (!(m > 0)) {
      return;
    }
    mass += m;
    double[] shift = shift(m, c);
    for (int k = 0; k < 3; k++) {
      moment[k] += m * c[k];
    }
    for (int k = 0; k < 6; k++) {
      tensor[k] += own[k] + shift[k];
    }
  }

  /** m (|c|² 1 − c cᵀ). */
  private static double[] shift(double m, double[] c) {
    return new double[] {
      m * (c[1] * c[1] + c[2] * c[2]),
      -m * c[0] * c[1],
      -m * c[0] * c[2],
      m * (c[0] * c[0] + c[2] * c[2]),
      -m * c[1] * c[2],
      m * (c[0] * c[0] + c[1] * c[1])
    };
  }

  /** Mass of all parts, kg. */
  double mass() {
    return mass;
  }

  /** Centre of mass of all parts, m. */
  double[] com() {
    return new double[] {moment[0] / mass, moment[1] / mass, moment[2] / mass};
  }

  /** Inertia of all parts about {@link #com}, kg·m², as xx, xy, xz, yy, yz, zz. */
  double[] inertia() {
    double[] shift = shift(mass, com());
    double[] own = new double[6];
    for (int k = 0; k < 6; k++) {
      own[k] = tensor[k] - shift[k];
    }
    return own;
  }

  /**
   * Inertia about an axis through the origin, kg·m².
   *
   * @param a unit vector, not modified
   */
  double about(double[] a) {
    return a[0] * a[0] * tensor[0]
        + a[1] * a[1] * tensor[3]
        + a[2] * a[2] * tensor[5]
        + 2 * (a[0] * a[1] * tensor[1] + a[0] * a[2] * tensor[2] + a[1] * a[2] * tensor[4]);
  }
}
