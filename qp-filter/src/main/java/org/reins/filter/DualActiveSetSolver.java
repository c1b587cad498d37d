package org.reins.filter;

import java.util.Arrays;

/**
 * The dual active-set method of Goldfarb and Idnani (A numerically stable dual method for solving
 * strictly convex quadratic programs, Mathematical Programming 27, 1983), on arrays allocated once,
 * with bounds as constraints of their own.
 *
 * <p>It starts at the unconstrained minimum and adds the most violated constraint until none is
 * violated, so that every iterate is optimal for the constraints in its active set A. It keeps J
 * with J Jᵀ = H⁻¹ and an upper triangular R with Jᵀ N = [R; 0], N the normals of A. Once done, x
 * and the multipliers y are computed afresh from the factors, x = x₀ + J₁ R⁻ᵀ (b − Nᵀ x₀) and y =
 * R⁻¹ R⁻ᵀ (b − Nᵀ x₀), so that rounding does not build up over the iterations.
 *
 * <p>Rows are scaled to unit length first. Violations below {@link #FEASIBILITY} in those units
 * count as none.
 */
public final class DualActiveSetSolver implements QpSolver {
  /** Violation of a row of unit length that counts as satisfied. */
  public static final double FEASIBILITY = 1e-11;

  /**
   * A new normal whose part outside the span of the active ones is shorter than this share of it
   * counts as dependent.
   */
  private static final double DEPENDENCE = 1e-11;

  private final int n;
  private final int maxRows;
  private final boolean warmStart;
  private final double[] rowScale;
  private final double[] rows;
  private final double[] rhs;
  private final double[] factor;
  private final double[] j0;
  private final double[] j;
  private final double[] r;
  private final double[] x;
  private final double[] free;
  private final double[] dual;
  private final double[] step;
  private final double[] normal;
  private final double[] image;
  private final double[] multipliers;
  private final double[] work;
  private final int[] active;
  private final int[] previous;
  private final boolean[] isActive;
  private int previousCount;
  private int q;
  private int m;
  private int iterations;
  private int conflicts;

  /**
   * Allocates a solver.
   *
   * @param n number of variables
   * @param maxRows largest number of rows
   * @param warmStart whether to try the active set of the solve before first
   */
  public DualActiveSetSolver(int n, int maxRows, boolean warmStart) {
    this.n = n;
    this.maxRows = maxRows;
    this.warmStart = warmStart;
    int all = maxRows + 2 * n;
    rowScale = new double[maxRows];
    rows = new double[maxRows * n];
    rhs = new double[all];
    factor = new double[n * n];
    j0 = new double[n * n];
    j = new double[n * n];
    r = new double[n * n];
    x = new double[n];
    free = new double[n];
    dual = new double[n + 1];
    step = new double[n];
    normal = new double[n];
    image = new double[n];
    multipliers = new double[all];
    work = new double[n];
    active = new int[n + 1];
    previous = new int[n];
    isActive = new boolean[all];
  }

  @Override
  public double[] solution() {
    return x;
  }

  @Override
  public double[] multipliers() {
    return multipliers;
  }

  @Override
  public int iterations() {
    return iterations;
  }

  @Override
  public void reset() {
    previousCount = 0;
  }

  /**
   * After {@link QpStatus#INFEASIBLE}: how many constraints contradict each other; they are the
   * first ones of {@link #conflict}.
   */
  public int conflictCount() {
    return conflicts;
  }

  /**
   * The k-th contradicting constraint: a row index, or maxRows + i for a lower bound, or maxRows +
   * n + i for an upper one.
   */
  public int conflict(int k) {
    return active[k];
  }

  @Override
  public QpStatus solve(QpProblem problem) {
    iterations = 0;
    conflicts = 0;
    m = problem.rows;
    Arrays.fill(multipliers, 0);
    Arrays.fill(isActive, false);
    QpStatus status = load(problem);
    if (status == QpStatus.SOLVED) {
      status = factorHessian(problem);
    }
    if (status == QpStatus.SOLVED) {
      q = 0;
      System.arraycopy(j0, 0, j, 0, n * n);
      minimiseFreely(problem);
      if (warmStart) {
        readmit();
      }
      status = iterate();
    }
    if (status == QpStatus.SOLVED) {
      finish();
      previousCount = q;
      System.arraycopy(active, 0, previous, 0, q);
    } else {
      previousCount = 0;
    }
    return status;
  }

  /** Checks the numbers, scales the rows and copies the bounds. */
  private QpStatus load(QpProblem p) {
    for (int i = 0; i < n; i++) {
      if (!Double.isFinite(p.linear[i])) {
        return QpStatus.NOT_FINITE;
      }
      double lower = p.lower[i];
      double upper = p.upper[i];
      // NaN fails both comparisons that a sound pair of bounds passes.
      if (!(lower < Double.POSITIVE_INFINITY) || !(upper > Double.NEGATIVE_INFINITY)) {
        return QpStatus.NOT_FINITE;
      }
      if (lower > upper) {
        active[0] = maxRows + i;
        active[1] = maxRows + n + i;
        conflicts = 2;
        return QpStatus.INFEASIBLE;
      }
      rhs[maxRows + i] = lower;
      rhs[maxRows + n + i] = -upper;
    }
    for (int k = 0; k < m; k++) {
      double square = 0;
      double largest = 0;
      for (int i = 0; i < n; i++) {
        largest = Math.max(largest, Math.abs(p.matrix[k * n + i]));
      }
      double d = p.rightHandSide[k];
      if (!Double.isFinite(largest) || !(d < Double.POSITIVE_INFINITY)) {
        return QpStatus.NOT_FINITE;
      }
      if (largest == 0) {
        if (d > FEASIBILITY) {
          active[0] = k;
          conflicts = 1;
          return QpStatus.INFEASIBLE;
        }
        rowScale[k] = 0;
        Arrays.fill(rows, k * n, k * n + n, 0);
        rhs[k] = Double.NEGATIVE_INFINITY;
        continue;
      }
      for (int i = 0; i < n; i++) {
        double c = p.matrix[k * n + i] / largest;
        rows[k * n + i] = c;
        square += c * c;
      }
      double scale = 1 / Math.sqrt(square);
      for (int i = 0; i < n; i++) {
        rows[k * n + i] *= scale;
      }
      rowScale[k] = scale / largest;
      rhs[k] = d * rowScale[k];
    }
    return QpStatus.SOLVED;
  }

  /** H = L Lᵀ and J = L⁻ᵀ, column by column. */
  private QpStatus factorHessian(QpProblem p) {
    double[] h = p.hessian;
    for (int i = 0; i < n; i++) {
      for (int k = 0; k <= i; k++) {
        double s = h[i * n + k];
        if (!Double.isFinite(s)) {
          return QpStatus.NOT_FINITE;
        }
        for (int l = 0; l < k; l++) {
          s -= factor[i * n + l] * factor[k * n + l];
        }
        if (i == k) {
          if (!(s > 1e-13 * Math.abs(h[i * n + i]))) {
            return QpStatus.NOT_CONVEX;
          }
          factor[i * n + i] = Math.sqrt(s);
        } else {
          factor[i * n + k] = s / factor[k * n + k];
        }
      }
    }
    // Column c of J solves Lᵀ y = e_c.
    for (int c = 0; c < n; c++) {
      int at = c * n;
      for (int i = n - 1; i > c; i--) {
        j0[at + i] = 0;
      }
      for (int i = c; i >= 0; i--) {
        double s = i == c ? 1 : 0;
        for (int l = i + 1; l <= c; l++) {
          s -= factor[l * n + i] * j0[at + l];
        }
        j0[at + i] = s / factor[i * n + i];
      }
    }
    return QpStatus.SOLVED;
  }

  /** x₀ = −J Jᵀ f. */
  private void minimiseFreely(QpProblem p) {
    Arrays.fill(free, 0);
    for (int c = 0; c < n; c++) {
      double s = 0;
      for (int i = 0; i <= c; i++) {
        s += j0[c * n + i] * p.linear[i];
      }
      for (int i = 0; i <= c; i++) {
        free[i] -= s * j0[c * n + i];
      }
    }
    System.arraycopy(free, 0, x, 0, n);
  }

  /**
   * Takes over the active set of the solve before, less those whose multiplier would be negative.
   */
  private void readmit() {
    for (int k = 0; k < previousCount; k++) {
      int p = previous[k];
      boolean exists = p >= maxRows || p < m;
      if (exists && q < n && rhs[p] > Double.NEGATIVE_INFINITY) {
        loadNormal(p);
        project();
        if (isIndependent()) {
          admit(p);
        }
      }
    }
    while (q > 0) {
      solveActive();
      int worst = -1;
      double least = 0;
      for (int k = 0; k < q; k++) {
        if (dual[k] < least) {
          least = dual[k];
          worst = k;
        }
      }
      if (worst < 0) {
        return;
      }
      drop(worst);
    }
    System.arraycopy(free, 0, x, 0, n);
  }

  private QpStatus iterate() {
    int cap = 20 * (n + 1) + 4 * m;
    while (true) {
      int p = mostViolated();
      if (p < 0) {
        return QpStatus.SOLVED;
      }
      double gain = 0;
      while (true) {
        if (++iterations > cap) {
          return QpStatus.CAP_REACHED;
        }
        loadNormal(p);
        project();
        backSubstitute();
        double longest = Double.POSITIVE_INFINITY;
        int blocking = -1;
        for (int k = 0; k < q; k++) {
          if (step[k] > 0 && dual[k] < longest * step[k]) {
            longest = dual[k] / step[k];
            blocking = k;
          }
        }
        boolean independent = q < n && isIndependent();
        double full = Double.POSITIVE_INFINITY;
        double slope = 0;
        if (independent) {
          for (int c = q; c < n; c++) {
            slope += image[c] * image[c];
          }
          full = -violation(p) / slope;
        }
        double t = Math.min(longest, full);
        if (t == Double.POSITIVE_INFINITY) {
          listConflict(p);
          return QpStatus.INFEASIBLE;
        }
        if (!Double.isFinite(t)) {
          return QpStatus.NOT_FINITE;
        }
        for (int k = 0; k < q; k++) {
          dual[k] -= t * step[k];
        }
        gain += t;
        if (independent) {
          moveAlongImage(t);
        }
        if (t == full) {
          admit(p);
          dual[q - 1] = gain;
          break;
        }
        drop(blocking);
      }
    }
  }

  /** The violated constraint with the largest violation, or −1. */
  private int mostViolated() {
    int worst = -1;
    double most = -FEASIBILITY;
    for (int k = 0; k < m; k++) {
      double s = -rhs[k];
      int at = k * n;
      for (int i = 0; i < n; i++) {
        s += rows[at + i] * x[i];
      }
      // Rounding grows with the numbers involved.
      if (s < most * (1 + Math.abs(rhs[k])) && !isActive[k]) {
        most = s / (1 + Math.abs(rhs[k]));
        worst = k;
      }
    }
    for (int i = 0; i < n; i++) {
      double below = x[i] - rhs[maxRows + i];
      if (below < most * (1 + Math.abs(x[i])) && !isActive[maxRows + i]) {
        most = below / (1 + Math.abs(x[i]));
        worst = maxRows + i;
      }
      double above = -x[i] - rhs[maxRows + n + i];
      if (above < most * (1 + Math.abs(x[i])) && !isActive[maxRows + n + i]) {
        most = above / (1 + Math.abs(x[i]));
        worst = maxRows + n + i;
      }
    }
    return worst;
  }

  private double violation(int p) {
    double s = -rhs[p];
    for (int i = 0; i < n; i++) {
      s += normal[i] * x[i];
    }
    return s;
  }

  private void loadNormal(int p) {
    if (p < maxRows) {
      System.arraycopy(rows, p * n, normal, 0, n);
    } else {
      Arrays.fill(normal, 0);
      int i = (p - maxRows) % n;
      normal[i] = p < maxRows + n ? 1 : -1;
    }
  }

  /** image = Jᵀ normal. */
  private void project() {
    for (int c = 0; c < n; c++) {
      double s = 0;
      int at = c * n;
      for (int i = 0; i < n; i++) {
        s += j[at + i] * normal[i];
      }
      image[c] = s;
    }
  }

  private boolean isIndependent() {
    double inside = 0;
    double outside = 0;
    for (int c = 0; c < q; c++) {
      inside += image[c] * image[c];
    }
    for (int c = q; c < n; c++) {
      outside += image[c] * image[c];
    }
    return outside > DEPENDENCE * DEPENDENCE * (inside + outside);
  }

  /** step = R⁻¹ of the first q numbers of image. */
  private void backSubstitute() {
    for (int k = q - 1; k >= 0; k--) {
      double s = image[k];
      for (int c = k + 1; c < q; c++) {
        s -= r[c * n + k] * step[c];
      }
      step[k] = s / r[k * n + k];
    }
  }

  private void moveAlongImage(double t) {
    for (int c = q; c < n; c++) {
      double s = t * image[c];
      int at = c * n;
      for (int i = 0; i < n; i++) {
        x[i] += s * j[at + i];
      }
    }
  }

  /**
   * Adds the constraint whose image is loaded: Givens rotations of J make Jᵀ normal zero below row
   * q.
   */
  private void admit(int p) {
    for (int c = n - 1; c > q; c--) {
      double b = image[c];
      if (b != 0) {
        double a = image[c - 1];
        double h = Math.hypot(a, b);
        double cos = a / h;
        double sin = b / h;
        image[c - 1] = h;
        image[c] = 0;
        rotate(c - 1, c, cos, sin);
      }
    }
    for (int k = 0; k <= q; k++) {
      r[q * n + k] = image[k];
    }
    active[q] = p;
    isActive[p] = true;
    q++;
  }

  /** Removes the k-th active constraint and makes R triangular again. */
  private void drop(int k) {
    isActive[active[k]] = false;
    for (int c = k; c < q - 1; c++) {
      active[c] = active[c + 1];
      dual[c] = dual[c + 1];
      System.arraycopy(r, (c + 1) * n, r, c * n, c + 2);
    }
    q--;
    for (int c = k; c < q; c++) {
      double a = r[c * n + c];
      double b = r[c * n + c + 1];
      if (b != 0) {
        double h = Math.hypot(a, b);
        double cos = a / h;
        double sin = b / h;
        r[c * n + c] = h;
        for (int l = c + 1; l < q; l++) {
          double u = r[l * n + c];
          double v = r[l * n + c + 1];
          r[l * n + c] = cos * u + sin * v;
          r[l * n + c + 1] = cos * v - sin * u;
        }
        rotate(c, c + 1, cos, sin);
      }
    }
  }

  private void rotate(int c1, int c2, double cos, double sin) {
    int a = c1 * n;
    int b = c2 * n;
    for (int i = 0; i < n; i++) {
      double u = j[a + i];
      double v = j[b + i];
      j[a + i] = cos * u + sin * v;
      j[b + i] = cos * v - sin * u;
    }
  }

  /** x and dual of the active set, from x₀ and the factors. */
  private void solveActive() {
    for (int k = 0; k < q; k++) {
      loadNormal(active[k]);
      double s = rhs[active[k]];
      for (int i = 0; i < n; i++) {
        s -= normal[i] * free[i];
      }
      for (int l = 0; l < k; l++) {
        s -= r[k * n + l] * work[l];
      }
      work[k] = s / r[k * n + k];
    }
    System.arraycopy(free, 0, x, 0, n);
    for (int c = 0; c < q; c++) {
      int at = c * n;
      for (int i = 0; i < n; i++) {
        x[i] += work[c] * j[at + i];
      }
    }
    for (int k = q - 1; k >= 0; k--) {
      double s = work[k];
      for (int c = k + 1; c < q; c++) {
        s -= r[c * n + k] * dual[c];
      }
      dual[k] = s / r[k * n + k];
    }
  }

  private void finish() {
    solveActive();
    for (int k = 0; k < q; k++) {
      int p = active[k];
      double scale = p < maxRows ? rowScale[p] : 1;
      // A multiplier of rounding size below zero is zero.
      multipliers[p] = Math.max(0, dual[k]) * scale;
    }
    for (int i = 0; i < n; i++) {
      // A bound that is active holds to the last bit.
      if (isActive[maxRows + i]) {
        x[i] = rhs[maxRows + i];
      } else if (isActive[maxRows + n + i]) {
        x[i] = -rhs[maxRows + n + i];
      }
    }
  }

  /**
   * Leaves in active the constraints that combine to a contradiction: p, and those it depends on.
   */
  private void listConflict(int p) {
    int count = 0;
    for (int k = 0; k < q; k++) {
      if (Math.abs(step[k]) > 1e-9) {
        active[count++] = active[k];
      }
    }
    active[count++] = p;
    conflicts = count;
  }
}
