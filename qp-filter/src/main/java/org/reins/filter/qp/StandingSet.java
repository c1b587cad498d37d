package org.reins.filter.qp;

import java.util.Arrays;

/**
 * Tries whether the active set of the previous solve is still the right one, which is cheaper than
 * rebuilding its factors. With N the q normals of that set, b their required values, x₀ the
 * unconstrained minimum, J₀ J₀ᵀ = H⁻¹ and Γ the diagonal of the rows' softness:
 *
 * <pre>
 *   M = J₀ᵀ N,   (Mᵀ M + Γ) y = b − Nᵀ x₀,   x = x₀ + J₀ M y
 * </pre>
 *
 * <p>by elimination without square roots, L D Lᵀ. If no multiplier y is negative and x violates
 * nothing, x is the minimum. Squaring M costs accuracy, so an answer is accepted only if it meets
 * the active constraints to {@link #RESIDUAL}. On arrays allocated once.
 */
final class StandingSet {
  /** Largest residual of an active constraint, as a share of 1 + |its right-hand side|. */
  private static final double RESIDUAL = 1e-12;

  /**
   * A normal counts as dependent if the square of its new part is below this share of its length.
   */
  private static final double DEPENDENCE = 1e-9;

  /** A set that lost more than one in this many of its members is discarded. */
  private static final int MOST_LOST = 4;

  private final ScaledConstraints constraints;
  private final FactoredHessian hessian;
  private final int n;
  private final int maxRows;
  // Columns of M, consecutive, followed by up to three columns of zeros.
  private final double[] images;
  // Upper triangle of MᵀM + Γ row by row, each stride long, with the right-hand side as column q.
  private final double[] gram;
  private final double[] inversePivot;
  private final double[] leastPivot;
  private final double[] multiplier;
  private final double[] work;
  private final int stride;
  private boolean isComplete;

  StandingSet(ScaledConstraints constraints, FactoredHessian hessian) {
    this.constraints = constraints;
    this.hessian = hessian;
    n = constraints.n;
    maxRows = constraints.maxRows;
    // Space for the right-hand side, and a multiple of the tiles' width.
    stride = (n + 4) / 4 * 4;
    images = new double[stride * n];
    gram = new double[(n + 1) * stride];
    inversePivot = new double[n];
    leastPivot = new double[n];
    multiplier = new double[n];
    work = new double[n];
  }

  /**
   * Tries the set.
   *
   * @param previous the constraints of the set, first count numbers
   * @param set has the unconstrained minimum; gets the set, x and the multipliers if it holds, and
   *     must be restarted if it does not
   */
  boolean holds(int[] previous, int count, ActiveSet set) {
    isComplete = false;
    if (count > n) {
      return false;
    }
    for (int k = 0; k < count; k++) {
      if (!constraints.exists(previous[k])) {
        return false;
      }
    }
    for (int k = 0; k < count; k++) {
      multiplier[k] = project(previous[k], set.free, k * n);
    }
    square(count);
    for (int k = 0; k < count; k++) {
      int p = previous[k];
      int diagonal = k * stride + k;
      if (p < maxRows) {
        gram[diagonal] += constraints.softness[p];
      }
      leastPivot[k] = DEPENDENCE * gram[diagonal];
      gram[k * stride + count] = multiplier[k];
    }
    if (!eliminate(count)) {
      return false;
    }
    isComplete = true;
    for (int k = 0; k < count; k++) {
      if (!(multiplier[k] >= 0)) {
        return false;
      }
    }
    take(previous, count, set);
    return constraints.mostViolated(set.x, set.slackOf, set.isActive) < 0
        && meets(previous, count, set.x);
  }

  /**
   * After a set that does not hold: keeps the constraints whose multipliers are not negative, or
   * none if so many are negative that the problem has probably changed.
   *
   * @param previous as given to {@link #holds}; those kept are moved to the front
   * @return number of constraints kept
   */
  int keep(int[] previous, int count) {
    if (!isComplete) {
      return count;
    }
    int kept = 0;
    for (int k = 0; k < count; k++) {
      if (multiplier[k] >= 0) {
        previous[kept++] = previous[k];
      }
    }
    return MOST_LOST * (count - kept) > count ? 0 : kept;
  }

  /** Image of the normal of constraint p; returns rhs − normal · x₀. */
  private double project(int p, double[] free, int to) {
    if (p < maxRows) {
      constraints.normal(p, work);
      hessian.image(work, images, to);
    } else {
      boolean isLower = p < maxRows + n;
      int i = isLower ? p - maxRows : p - maxRows - n;
      hessian.imageOfUnit(i, isLower ? 1 : -1, images, to);
    }
    return constraints.missing(p, free);
  }

  /**
   * The upper triangle of Mᵀ M, in tiles of two by four; elements written outside it are not read.
   */
  private void square(int q) {
    final int size = n;
    final double[] g = gram;
    final double[] m = images;
    Arrays.fill(m, q * size, (q + 3) / 4 * 4 * size, 0);
    for (int k = 0; k < q; k += 2) {
      int a = k * size;
      int b = a + size;
      for (int l = k & ~3; l < q; l += 4) {
        int m0 = l * size;
        int m1 = m0 + size;
        int m2 = m1 + size;
        int m3 = m2 + size;
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double t0 = 0;
        double t1 = 0;
        double t2 = 0;
        double t3 = 0;
        for (int i = 0; i < size; i++) {
          double v = m[a + i];
          double w = m[b + i];
          double y0 = m[m0 + i];
          double y1 = m[m1 + i];
          double y2 = m[m2 + i];
          double y3 = m[m3 + i];
          s0 += v * y0;
          s1 += v * y1;
          s2 += v * y2;
          s3 += v * y3;
          t0 += w * y0;
          t1 += w * y1;
          t2 += w * y2;
          t3 += w * y3;
        }
        int at = k * stride + l;
        g[at] = s0;
        g[at + 1] = s1;
        g[at + 2] = s2;
        g[at + 3] = s3;
        at += stride;
        g[at] = t0;
        g[at + 1] = t1;
        g[at + 2] = t2;
        g[at + 3] = t3;
      }
    }
  }

  /**
   * Solves for the multipliers, two columns at a time.
   *
   * @return false if the normals are dependent
   */
  private boolean eliminate(int q) {
    final double[] g = gram;
    int j = 0;
    for (; j + 1 < q; j += 2) {
      int a = j * stride;
      int b = a + stride;
      if (!isPivot(j)) {
        return false;
      }
      double share = g[a + j + 1] * inversePivot[j];
      for (int k = j + 1; k <= q; k++) {
        g[b + k] -= share * g[a + k];
      }
      if (!isPivot(j + 1)) {
        return false;
      }
      for (int l = j + 2, at = b + stride; l < q; l++, at += stride) {
        double s = g[a + l] * inversePivot[j];
        double t = g[b + l] * inversePivot[j + 1];
        for (int k = l; k <= q; k++) {
          g[at + k] = g[at + k] - s * g[a + k] - t * g[b + k];
        }
      }
    }
    if (j < q && !isPivot(j)) {
      return false;
    }
    for (int k = q - 1; k >= 0; k--) {
      int at = k * stride;
      double s = g[at + q];
      for (int l = k + 1; l < q; l++) {
        s -= g[at + l] * multiplier[l];
      }
      multiplier[k] = s * inversePivot[k];
    }
    return true;
  }

  /** Takes the next diagonal element as pivot; NaN is rejected. */
  private boolean isPivot(int k) {
    double pivot = gram[k * stride + k];
    inversePivot[k] = 1 / pivot;
    return pivot > leastPivot[k];
  }

  /** Writes x and the multipliers into the set. */
  private void take(int[] previous, int count, ActiveSet set) {
    final int size = n;
    Arrays.fill(work, 0);
    set.clear();
    for (int k = 0; k < count; k++) {
      double y = multiplier[k];
      for (int i = 0, at = k * size; i < size; i++) {
        work[i] += y * images[at + i];
      }
      set.take(previous[k], y);
    }
    hessian.shift(set.free, work, set.x);
  }

  /** Whether x meets the constraints of the set; the surplus of the rows has just been computed. */
  private boolean meets(int[] previous, int count, double[] x) {
    for (int k = 0; k < count; k++) {
      int p = previous[k];
      double miss =
          p < maxRows
              ? constraints.surplus(p) + constraints.softness[p] * multiplier[k]
              : constraints.missing(p, x);
      // NaN fails.
      if (!(Math.abs(miss) <= RESIDUAL * (1 + Math.abs(constraints.rhs[p])))) {
        return false;
      }
    }
    return true;
  }
}
