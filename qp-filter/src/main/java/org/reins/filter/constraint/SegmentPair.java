package org.reins.filter.constraint;

/**
 * The distance D of two moving straight segments, and its first two derivatives.
 *
 * <p>With r(s, t) = p₁ + s e₁ − p₂ − t e₂, D = min over s, t ∈ [0, 1] of ‖r‖. At the nearest points
 * n = r / D, w their relative velocity, a the relative acceleration, P = E − n nᵀ:
 *
 * <pre>
 *   Ḋ = n · w
 *   D̈ = n · a + wᵀ P w / D − gᵀ S⁻¹ g
 *   S = Fᵀ P F / D,   g = Fᵀ P w / D + (n · ė₁, −n · ė₂),   F = (e₁, −e₂)
 * </pre>
 *
 * <p>The last term results from the sliding of the nearest points along the segments (second
 * derivative of a minimum, Danskin); only parameters inside (0, 1) slide. All vectors in world
 * axes, m, m/s, m/s². Allocates nothing after construction. Not thread-safe.
 */
final class SegmentPair {
  private static final double PARALLEL = 1e-9;

  /**
   * Nearest points of nearly parallel segments move without bound; the term is limited to this,
   * m/s².
   */
  private static final double MOST_SLIDING = 50;

  /** n, from the second segment to the first. */
  final double[] normal = {0, 0, 1};

  /** Nearest point of the first segment. */
  final double[] first = new double[3];

  /** Nearest point of the second segment. */
  final double[] second = new double[3];

  /** D. */
  double distance;

  /** Ḋ. */
  double rate;

  /** D̈ with a = the bias accelerations of the ends; the remaining part is n · J q̈. */
  double drift;

  private final double[] e1 = new double[3];
  private final double[] e2 = new double[3];
  private final double[] r0 = new double[3];
  private final double[] w = new double[3];
  private double s;
  private double t;

  /**
   * Sets the ends of both segments: positions a, b of the first, c, d of the second.
   *
   * @return false if the segments touch, so that there is no normal; then the old values are kept
   */
  boolean place(double[] a, double[] b, double[] c, double[] d) {
    for (int k = 0; k < 3; k++) {
      e1[k] = b[k] - a[k];
      e2[k] = d[k] - c[k];
      r0[k] = a[k] - c[k];
    }
    nearest();
    double square = 0;
    for (int k = 0; k < 3; k++) {
      first[k] = a[k] + s * e1[k];
      second[k] = c[k] + t * e2[k];
      square += (first[k] - second[k]) * (first[k] - second[k]);
    }
    distance = Math.sqrt(square);
    if (!(distance > PARALLEL)) {
      return false;
    }
    for (int k = 0; k < 3; k++) {
      normal[k] = (first[k] - second[k]) / distance;
    }
    return true;
  }

  /**
   * Sets velocities and bias accelerations of the ends, after {@link #place} returned true. A point
   * in between has the interpolated value, because both segments are rigid.
   */
  void move(
      double[] va,
      double[] vb,
      double[] vc,
      double[] vd,
      double[] aa,
      double[] ab,
      double[] ac,
      double[] ad) {
    double along = 0;
    double acceleration = 0;
    double square = 0;
    double turn1 = 0;
    double turn2 = 0;
    for (int k = 0; k < 3; k++) {
      w[k] = va[k] + s * (vb[k] - va[k]) - vc[k] - t * (vd[k] - vc[k]);
      double n = normal[k];
      along += n * w[k];
      square += w[k] * w[k];
      acceleration += n * (aa[k] + s * (ab[k] - aa[k]) - ac[k] - t * (ad[k] - ac[k]));
      turn1 += n * (vb[k] - va[k]);
      turn2 -= n * (vd[k] - vc[k]);
    }
    rate = along;
    drift = acceleration + (square - along * along) / distance - sliding(turn1, turn2);
  }

  private double sliding(double turn1, double turn2) {
    boolean slides1 = s > 0 && s < 1;
    boolean slides2 = t > 0 && t < 1;
    double n1 = dot(normal, e1);
    double n2 = -dot(normal, e2);
    double s11 = (dot(e1, e1) - n1 * n1) / distance;
    double s22 = (dot(e2, e2) - n2 * n2) / distance;
    double s12 = (-dot(e1, e2) - n1 * n2) / distance;
    double g1 = (dot(e1, w) - n1 * rate) / distance + turn1;
    double g2 = (-dot(e2, w) - n2 * rate) / distance + turn2;
    double value = 0;
    double determinant = s11 * s22 - s12 * s12;
    if (slides1 && slides2 && determinant > PARALLEL * s11 * s22) {
      value = (g1 * g1 * s22 - 2 * g1 * g2 * s12 + g2 * g2 * s11) / determinant;
    } else if (slides1 && s11 > 0) {
      value = g1 * g1 / s11;
    } else if (slides2 && s22 > 0) {
      value = g2 * g2 / s22;
    }
    return Math.min(MOST_SLIDING, value);
  }

  /** Parameters of the nearest points (Ericson, Real-Time Collision Detection, 2005, 5.1.9). */
  private void nearest() {
    double a = dot(e1, e1);
    double e = dot(e2, e2);
    double c = dot(e1, r0);
    double f = dot(e2, r0);
    if (a <= PARALLEL && e <= PARALLEL) {
      s = 0;
      t = 0;
    } else if (a <= PARALLEL) {
      s = 0;
      t = clamp(f / e);
    } else if (e <= PARALLEL) {
      t = 0;
      s = clamp(-c / a);
    } else {
      double b = dot(e1, e2);
      double determinant = a * e - b * b;
      s = determinant > PARALLEL * a * e ? clamp((b * f - c * e) / determinant) : 0;
      t = (b * s + f) / e;
      if (t < 0) {
        t = 0;
        s = clamp(-c / a);
      } else if (t > 1) {
        t = 1;
        s = clamp((b - c) / a);
      }
    }
  }

  private static double clamp(double x) {
    return Math.max(0, Math.min(1, x));
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }
}
