package org.reins.filter.qp;

import java.util.Arrays;

/**
 * Tries whether the active set of the solve before is still the right one, which is cheaper than to
 * build its factors again. With N the q normals of that set, b what they must reach, x₀ the free
 * minimum, J₀ J₀ᵀ = H⁻¹ and Γ the diagonal of the rows' softness:
 *
 * <pre>
 *   M = J₀ᵀ N,   (Mᵀ M + Γ) y = b − Nᵀ x₀,   x = x₀ + J₀ M y
 * </pre>
 *
 * <p>by {@link NormalEquations}. If no multiplier y is negative and x violates nothing, x is the
 * minimum. Squaring M costs accuracy, so an answer counts only when it meets the active constraints
 * to {@link #RESIDUAL}. On arrays allocated once.
 */
final class StandingSet {
  /** Largest miss of an active constraint, as a share of 1 + |its right-hand side|. */
  private static final double RESIDUAL = 1e-12;

  /** Of a set that lost more than one in so many of its members, the rest is not worth keeping. */
  private static final int MOST_LOST = 4;

  private final ScaledConstraints constraints;
  private final FactoredHessian hessian;
  private final int n;
  private final int maxRows;
  private final NormalEquations equations;
  // Columns of M one behind the other, what they must reach, and their softness.
  private final double[] images;
  private final double[] missing;
  private final double[] softness;
  private final int[] order;
  private final double[] ones;
  private final double[] zeros;
  private final double[] multiplier;
  private final double[] work;
  private boolean isComplete;

  StandingSet(ScaledConstraints constraints, FactoredHessian hessian, NormalEquations equations) {
    this.equations = equations;
    this.constraints = constraints;
    this.hessian = hessian;
    n = constraints.n;
    maxRows = constraints.maxRows;
    images = new double[n * n];
    missing = new double[n];
    softness = new double[n];
    order = new int[n];
    ones = new double[n];
    zeros = new double[n];
    Arrays.fill(ones, 1);
    for (int k = 0; k < n; k++) {
      order[k] = k;
    }
    multiplier = new double[n];
    work = new double[n];
  }

  /**
   * Tries.
   *
   * @param previous the constraints of the set, first count numbers
   * @param set has the free minimum; gets the set, x and the multipliers when it holds, and must be
   *     started afresh when it does not
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
      int p = previous[k];
      missing[k] = project(p, set.free, k * n);
      softness[k] = p < maxRows ? constraints.softness[p] : 0;
    }
    if (!equations.solve(images, missing, softness, order, count, ones, zeros, multiplier)) {
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
   * After a set that does not hold: keeps those constraints whose multipliers are not negative, or
   * none when so many are that the problem must be another one.
   *
   * @param previous as given to {@link #holds}; those kept are moved to the front
   * @return how many are kept
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

  /** x and the multipliers, into the set. */
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
