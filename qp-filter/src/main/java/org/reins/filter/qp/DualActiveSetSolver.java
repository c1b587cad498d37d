package org.reins.filter.qp;

import java.util.Arrays;

/**
 * The dual active-set method of Goldfarb and Idnani (A numerically stable dual method for solving
 * strictly convex quadratic programs, Mathematical Programming 27, 1983), on arrays allocated once.
 *
 * <p>It starts at the unconstrained minimum and adds the most violated constraint until none is
 * violated, so that every iterate is optimal for the constraints in its active set A. It keeps J
 * with J Jᵀ = H⁻¹ and an upper triangular R with Jᵀ N = [R; 0], N the normals of A. What differs
 * from the paper, and why:
 *
 * <ul>
 *   <li>Rows are scaled to unit length first, so that a violation means the same in every row.
 *   <li>Bounds are constraints of their own: their images are rows of J, and with H diagonal those
 *       of a warm start need no arithmetic.
 *   <li>A constraint enters by one Householder reflection of J, which needs one square root where
 *       Givens rotations need one a column, and shares its product with the step direction.
 *   <li>A soft row costs nothing until it acts; then J grows by the dimension of its slack, in
 *       which the new column is √γ e with γ the softness.
 *   <li>Once done, x and the multipliers y are computed afresh from the factors, x = x₀ + J₁ R⁻ᵀ (b
 *       − Nᵀ x₀) and y = R⁻¹ R⁻ᵀ (b − Nᵀ x₀), and checked again, so that rounding does not build
 *       up.
 *   <li>A singular H is made regular by proximal steps, when asked for: H + ε E and f − ε x with
 *       the x before, until x stands still, so that the answer is that of the H given.
 * </ul>
 *
 * <p>Violations below {@link #FEASIBILITY} in units of a row of unit length count as none.
 */
public final class DualActiveSetSolver implements QpSolver {
  /** Violation of a row of unit length that counts as satisfied. */
  public static final double FEASIBILITY = 1e-11;

  /**
   * A new normal whose part outside the span of the active ones is shorter than this share of it
   * counts as dependent.
   */
  private static final double DEPENDENCE = 1e-11;

  /** Squares of lengths between these bounds lose nothing to underflow or overflow. */
  private static final double SMALL_SQUARE = 1e-200;

  private static final double LARGE_SQUARE = 1e200;

  /** Shares in a contradiction below this are rounding. */
  private static final double ROUNDING = 1e-12;

  private static final double BOUND_SHARE = 0.5;

  /** A change of x that no row of unit length can notice. */
  private static final double POLISHED = 0.1 * FEASIBILITY;

  private static final int PROXIMAL_STEPS = 50;
  private static final double PROXIMAL_TOLERANCE = 1e-12;

  private final int n;
  private final int maxRows;
  private final boolean warmStart;
  private final double regularisation;
  // Rows of unit length, four by four: element i of row k stands at (k / 4) 4n + 4i + k % 4. What
  // they must reach, and their softness in those units.
  private final double[] rowScale;
  private final double[] rows;
  private final double[] normal;
  private final double[] surplus;
  private final double[] rhs;
  private final double[] softness;
  private final double[] factor;
  private final double[] j0;
  // Rows of J, each stride long, of which the first dim numbers count.
  private final double[] j;
  // Columns of R, each capacity long, and the inverses of its diagonal.
  private final int capacity;
  private final double[] r;
  private final double[] inverseDiagonal;
  private final double[] linear;
  private final double[] free;
  private final double[] x;
  private final double[] solution;
  private final double[] dual;
  private final double[] step;
  private final double[] image;
  private final double[] direction;
  private final double[] multipliers;
  private final double[] work;
  private final int[] active;
  private final int[] previous;
  private final int[] order;
  private final boolean[] isActive;
  // Which dimension is the slack of a row, 0 for none yet.
  private final int[] slackOf;
  private boolean diagonal;
  private int previousCount;
  private int stride;
  private int dim;
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
    this(n, maxRows, warmStart, 0);
  }

  /**
   * Allocates a solver that accepts a singular H.
   *
   * @param n number of variables
   * @param maxRows largest number of rows
   * @param warmStart whether to try the active set of the solve before first
   * @param regularisation ε as a share of H's largest diagonal element, 0 for none, at most 1; used
   *     only when H is not positive definite. 1e-5 is a good value: smaller ones need fewer steps,
   *     larger ones lose less to rounding
   * @throws IllegalArgumentException when ε is out of range
   */
  public DualActiveSetSolver(int n, int maxRows, boolean warmStart, double regularisation) {
    if (!(regularisation >= 0 && regularisation <= 1)) {
      throw new IllegalArgumentException(
          "regularisation is " + regularisation + ": allowed is 0 to 1");
    }
    this.n = n;
    this.maxRows = maxRows;
    this.warmStart = warmStart;
    this.regularisation = regularisation;
    int all = maxRows + 2 * n;
    capacity = n + maxRows;
    rowScale = new double[maxRows];
    rows = new double[(maxRows + 3) / 4 * 4 * n];
    normal = new double[capacity];
    surplus = new double[maxRows + 3];
    rhs = new double[all + 3];
    softness = new double[maxRows];
    factor = new double[n * n];
    j0 = new double[n * n];
    j = new double[capacity * capacity];
    r = new double[capacity * capacity];
    inverseDiagonal = new double[capacity];
    linear = new double[n];
    free = new double[n];
    x = new double[capacity];
    solution = new double[n];
    dual = new double[capacity + 1];
    step = new double[capacity];
    image = new double[capacity];
    direction = new double[capacity];
    multipliers = new double[all];
    work = new double[capacity];
    active = new int[capacity + 1];
    previous = new int[capacity];
    order = new int[n];
    isActive = new boolean[all];
    slackOf = new int[maxRows];
  }

  @Override
  public double[] solution() {
    return solution;
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

  @Override
  public int conflictCount() {
    return conflicts;
  }

  @Override
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
    double epsilon = 0;
    if (status == QpStatus.SOLVED) {
      status = factorHessian(problem, 0);
      if (status == QpStatus.NOT_CONVEX && regularisation > 0) {
        epsilon = regularisation * largestDiagonal(problem);
        status = factorHessian(problem, epsilon);
      }
    }
    if (status == QpStatus.SOLVED) {
      System.arraycopy(problem.linear, 0, linear, 0, n);
      status = solveFactored(warmStart);
      if (status == QpStatus.SOLVED && epsilon > 0) {
        status = approach(problem, epsilon);
      }
    }
    if (status == QpStatus.SOLVED) {
      publish();
    } else {
      previousCount = 0;
    }
    return status;
  }

  /** Proximal steps until x stands still. */
  private QpStatus approach(QpProblem problem, double epsilon) {
    for (int k = 0; k < PROXIMAL_STEPS; k++) {
      double size = 1;
      for (int i = 0; i < n; i++) {
        solution[i] = x[i];
        size = Math.max(size, Math.abs(problem.linear[i]));
        linear[i] = problem.linear[i] - epsilon * x[i];
      }
      previousCount = q;
      System.arraycopy(active, 0, previous, 0, q);
      Arrays.fill(isActive, false);
      QpStatus status = solveFactored(true);
      if (status != QpStatus.SOLVED) {
        return status;
      }
      double change = 0;
      for (int i = 0; i < n; i++) {
        change = Math.max(change, Math.abs(x[i] - solution[i]));
      }
      // ε Δx is what is missing from the optimality condition of the H given.
      if (epsilon * change <= PROXIMAL_TOLERANCE * size) {
        return QpStatus.SOLVED;
      }
    }
    return QpStatus.CAP_REACHED;
  }

  private QpStatus solveFactored(boolean warm) {
    q = 0;
    dim = n;
    Arrays.fill(slackOf, 0, m, 0);
    minimiseFreely();
    start(warm && previousCount > 0);
    return iterate(warm && q > 0);
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
    double[] c = p.matrix;
    double[] to = rows;
    int soft = 0;
    for (int k = 0; k < m; k++) {
      int at = k * n;
      double square = 0;
      for (int i = 0; i < n; i++) {
        square += c[at + i] * c[at + i];
      }
      double d = p.rightHandSide[k];
      double give = p.softness[k];
      if (!(d < Double.POSITIVE_INFINITY) || !(give >= 0 && give < Double.POSITIVE_INFINITY)) {
        return QpStatus.NOT_FINITE;
      }
      double scale;
      if (square > SMALL_SQUARE && square < LARGE_SQUARE) {
        scale = 1 / Math.sqrt(square);
      } else {
        scale = 1 / carefulLength(c, at);
        if (!(scale > 0)) {
          return QpStatus.NOT_FINITE;
        }
        if (scale == Double.POSITIVE_INFINITY) {
          // The row is zero: it asks for nothing, or for what cannot be.
          if (d > FEASIBILITY && give == 0) {
            active[0] = k;
            conflicts = 1;
            return QpStatus.INFEASIBLE;
          }
          scale = 0;
          d = Double.NEGATIVE_INFINITY;
        }
      }
      for (int i = 0, into = place(k); i < n; i++, into += 4) {
        to[into] = c[at + i] * scale;
      }
      rowScale[k] = scale;
      rhs[k] = d == Double.NEGATIVE_INFINITY ? d : d * scale;
      if (rhs[k] == Double.POSITIVE_INFINITY) {
        return QpStatus.NOT_FINITE;
      }
      softness[k] = give * scale * scale;
      if (give > 0) {
        soft++;
      }
    }
    stride = n + soft;
    return QpStatus.SOLVED;
  }

  /** Length of a row whose square underflows or overflows; NaN when a number is not finite. */
  private double carefulLength(double[] c, int at) {
    double largest = 0;
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, Math.abs(c[at + i]));
    }
    if (!(largest > 0)) {
      return largest;
    }
    if (largest == Double.POSITIVE_INFINITY) {
      return Double.NaN;
    }
    double square = 0;
    for (int i = 0; i < n; i++) {
      double s = c[at + i] / largest;
      square += s * s;
    }
    return largest * Math.sqrt(square);
  }

  private double largestDiagonal(QpProblem p) {
    double largest = 0;
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, Math.abs(p.hessian[i * n + i]));
    }
    return largest == 0 ? 1 : largest;
  }

  /** H + ε E = L Lᵀ and J₀ = L⁻ᵀ, column by column; with H diagonal only the diagonal of J₀. */
  private QpStatus factorHessian(QpProblem p, double epsilon) {
    double[] h = p.hessian;
    double offDiagonal = 0;
    for (int i = 1; i < n; i++) {
      for (int k = 0; k < i; k++) {
        offDiagonal += Math.abs(h[i * n + k]);
      }
    }
    if (!Double.isFinite(offDiagonal)) {
      return QpStatus.NOT_FINITE;
    }
    diagonal = offDiagonal == 0;
    if (diagonal) {
      for (int i = 0; i < n; i++) {
        double s = h[i * n + i] + epsilon;
        if (!Double.isFinite(s)) {
          return QpStatus.NOT_FINITE;
        }
        if (!(s > Double.MIN_NORMAL)) {
          return QpStatus.NOT_CONVEX;
        }
        j0[i * n + i] = 1 / Math.sqrt(s);
      }
      return QpStatus.SOLVED;
    }
    for (int i = 0; i < n; i++) {
      for (int k = 0; k <= i; k++) {
        double s = h[i * n + k];
        if (i == k) {
          s += epsilon;
        }
        for (int l = 0; l < k; l++) {
          s -= factor[i * n + l] * factor[k * n + l];
        }
        if (i == k) {
          if (!Double.isFinite(h[i * n + i])) {
            return QpStatus.NOT_FINITE;
          }
          if (!(s > 1e-13 * Math.abs(h[i * n + i]))) {
            return QpStatus.NOT_CONVEX;
          }
          factor[i * n + i] = Math.sqrt(s);
        } else {
          factor[i * n + k] = s / factor[k * n + k];
        }
      }
    }
    // Column c of J₀ solves Lᵀ y = e_c.
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

  /** x₀ = −J₀ J₀ᵀ f. */
  private void minimiseFreely() {
    if (diagonal) {
      for (int i = 0; i < n; i++) {
        double d = j0[i * n + i];
        free[i] = -linear[i] * d * d;
      }
      return;
    }
    Arrays.fill(free, 0);
    for (int c = 0; c < n; c++) {
      double s = 0;
      for (int i = 0; i <= c; i++) {
        s += j0[c * n + i] * linear[i];
      }
      for (int i = 0; i <= c; i++) {
        free[i] -= s * j0[c * n + i];
      }
    }
  }

  /** Sets J, x and the first active set: that of the solve before, or the bounds that x₀ breaks. */
  private void start(boolean warm) {
    if (diagonal) {
      startWithBounds(warm);
    } else {
      for (int c = 0; c < n; c++) {
        for (int i = 0; i < n; i++) {
          j[i * stride + c] = j0[c * n + i];
        }
      }
    }
    if (warm) {
      readmit();
    } else {
      System.arraycopy(free, 0, x, 0, n);
    }
  }

  /**
   * With H diagonal the bounds among the active constraints need no arithmetic: J is a permuted
   * diagonal and R a diagonal.
   */
  private void startWithBounds(boolean warm) {
    Arrays.fill(order, -1);
    for (int k = 0; warm && k < previousCount; k++) {
      int p = previous[k];
      if (p >= maxRows && rhs[p] > Double.NEGATIVE_INFINITY && order[(p - maxRows) % n] < 0) {
        order[(p - maxRows) % n] = p;
      }
    }
    int last = n;
    for (int i = 0; i < n; i++) {
      double d = j0[i * n + i];
      int p = order[i];
      int column = p >= 0 ? q : --last;
      int at = i * stride;
      Arrays.fill(j, at, at + n, 0);
      j[at + column] = d;
      if (p >= 0) {
        double sign = p < maxRows + n ? 1 : -1;
        Arrays.fill(r, q * capacity, q * capacity + q, 0);
        r[q * capacity + q] = sign * d;
        inverseDiagonal[q] = sign / d;
        active[q] = p;
        isActive[p] = true;
        q++;
      }
    }
  }

  /**
   * Takes over the rest of the active set of the solve before, less those whose multiplier would be
   * negative.
   */
  private void readmit() {
    for (int k = 0; k < previousCount; k++) {
      int p = previous[k];
      boolean exists = p >= maxRows || p < m;
      if (exists && !isActive[p] && rhs[p] > Double.NEGATIVE_INFINITY) {
        project(p);
        double outside = outside();
        if (q < dim && outside > DEPENDENCE * DEPENDENCE * length()) {
          aim();
          admit(p, Math.sqrt(outside));
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
    Arrays.fill(x, n, dim, 0);
  }

  /**
   * Adds constraints until none is violated.
   *
   * @param polished whether x and dual were computed from the factors as they are
   */
  private QpStatus iterate(boolean polished) {
    int cap = 20 * (n + 1) + 4 * m + iterations;
    boolean fresh = polished;
    while (true) {
      int p = mostViolated();
      if (p < 0) {
        if (fresh || q == 0) {
          return QpStatus.SOLVED;
        }
        if (polish() < POLISHED) {
          return QpStatus.SOLVED;
        }
        fresh = true;
        continue;
      }
      fresh = false;
      QpStatus status = add(p, cap);
      if (status != QpStatus.SOLVED) {
        return status;
      }
    }
  }

  /** Makes constraint p active, and lets go of those whose multipliers reach zero on the way. */
  private QpStatus add(int p, int cap) {
    double violation = project(p);
    double outside = outside();
    double least = DEPENDENCE * DEPENDENCE * length();
    aim();
    double gain = 0;
    while (true) {
      if (++iterations > cap) {
        return QpStatus.CAP_REACHED;
      }
      backSubstitute();
      double longest = Double.POSITIVE_INFINITY;
      int blocking = -1;
      for (int k = 0; k < q; k++) {
        if (step[k] > 0 && dual[k] < longest * step[k]) {
          longest = dual[k] / step[k];
          blocking = k;
        }
      }
      boolean independent = q < dim && outside > least;
      double full = independent ? -violation / outside : Double.POSITIVE_INFINITY;
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
        for (int i = 0; i < dim; i++) {
          x[i] += t * direction[i];
        }
        violation += t * outside;
      }
      if (t == full) {
        admit(p, Math.sqrt(outside));
        dual[q - 1] = gain;
        return QpStatus.SOLVED;
      }
      drop(blocking);
      // The column that became free joins the step direction.
      double s = image[q];
      outside += s * s;
      for (int i = 0, at = q; i < dim; i++, at += stride) {
        direction[i] += s * j[at];
      }
    }
  }

  /**
   * The most violated constraint, or −1; rows four at a time, so that their sums do not wait for
   * each other. Bounds count half: they are let go of again more often than rows.
   */
  private int mostViolated() {
    int worst = -1;
    double most = -FEASIBILITY;
    final double[] left = surplus;
    final int size = n;
    final int rowCount = m;
    final double[] c = rows;
    final double[] d = rhs;
    final double[] at = x;
    for (int k = 0, e = 0; k < rowCount; k += 4) {
      double s0 = -d[k];
      double s1 = -d[k + 1];
      double s2 = -d[k + 2];
      double s3 = -d[k + 3];
      for (int i = 0; i < size; i++, e += 4) {
        double v = at[i];
        s0 += c[e] * v;
        s1 += c[e + 1] * v;
        s2 += c[e + 2] * v;
        s3 += c[e + 3] * v;
      }
      left[k] = s0;
      left[k + 1] = s1;
      left[k + 2] = s2;
      left[k + 3] = s3;
    }
    for (int k = 0; k < rowCount; k++) {
      if (left[k] < most) {
        double s = left[k];
        if (slackOf[k] > 0) {
          s += at[slackOf[k]];
        }
        // Rounding grows with the numbers involved.
        if (s < most && s < -FEASIBILITY * (1 + Math.abs(d[k])) && !isActive[k]) {
          most = s;
          worst = k;
        }
      }
    }
    for (int i = 0; i < size; i++) {
      double below = BOUND_SHARE * (at[i] - d[maxRows + i]);
      if (below < most && below < -FEASIBILITY * (1 + Math.abs(at[i])) && !isActive[maxRows + i]) {
        most = below;
        worst = maxRows + i;
      }
      double above = BOUND_SHARE * (-at[i] - d[maxRows + size + i]);
      if (above < most
          && above < -FEASIBILITY * (1 + Math.abs(at[i]))
          && !isActive[maxRows + size + i]) {
        most = above;
        worst = maxRows + size + i;
      }
    }
    return worst;
  }

  /** Where element 0 of row k stands. */
  private int place(int k) {
    return (k >> 2) * 4 * n + (k & 3);
  }

  /**
   * image = Jᵀ normal of constraint p; gives a soft row its dimension when it has none yet.
   *
   * @return normal · x − rhs
   */
  private double project(int p) {
    if (p >= maxRows) {
      boolean isLower = p < maxRows + n;
      int i = isLower ? p - maxRows : p - maxRows - n;
      double sign = isLower ? 1 : -1;
      for (int c = 0, at = i * stride; c < dim; c++) {
        image[c] = sign * j[at + c];
      }
      return sign * x[i] - rhs[p];
    }
    if (softness[p] > 0 && slackOf[p] == 0) {
      grow(p);
    }
    double value = -rhs[p];
    for (int i = 0, at = place(p); i < n; i++, at += 4) {
      double c = rows[at];
      normal[i] = c;
      value += c * x[i];
    }
    multiplyTransposed(j, stride, normal, n, image, dim);
    int slot = slackOf[p];
    if (slot > 0) {
      int at = slot * stride;
      for (int c = 0; c < dim; c++) {
        image[c] += j[at + c];
      }
      value += x[slot];
    }
    return value;
  }

  /** image = the first rows of J, transposed, times a vector. */
  private static void multiplyTransposed(
      double[] j, int stride, double[] vector, int n, double[] image, int dim) {
    int c = 0;
    for (; c + 3 < dim; c += 4) {
      double s0 = 0;
      double s1 = 0;
      double s2 = 0;
      double s3 = 0;
      for (int i = 0, at = c; i < n; i++, at += stride) {
        double v = vector[i];
        s0 += j[at] * v;
        s1 += j[at + 1] * v;
        s2 += j[at + 2] * v;
        s3 += j[at + 3] * v;
      }
      image[c] = s0;
      image[c + 1] = s1;
      image[c + 2] = s2;
      image[c + 3] = s3;
    }
    for (; c < dim; c++) {
      double s = 0;
      for (int i = 0, at = c; i < n; i++, at += stride) {
        s += j[at] * vector[i];
      }
      image[c] = s;
    }
  }

  /** Adds the dimension of the slack of row p: minimise ½ s² / γ on top, so its column is √γ e. */
  private void grow(int p) {
    int d = dim++;
    for (int i = 0; i < d; i++) {
      j[i * stride + d] = 0;
    }
    Arrays.fill(j, d * stride, d * stride + d, 0);
    j[d * stride + d] = Math.sqrt(softness[p]);
    slackOf[p] = d;
    x[d] = 0;
  }

  /** Square of the part of the image outside the span of the active normals. */
  private double outside() {
    double s = 0;
    for (int c = q; c < dim; c++) {
      s += image[c] * image[c];
    }
    return s;
  }

  /** Square of the length of the image, which turning J does not change. */
  private double length() {
    double s = 0;
    for (int c = 0; c < dim; c++) {
      s += image[c] * image[c];
    }
    return s;
  }

  /** direction = J₂ J₂ᵀ normal: where the constraint gains most without leaving the active ones. */
  private void aim() {
    multiply(j, stride, image, q, dim, direction);
  }

  /** direction = columns from q on of J times the vector's numbers from q on. */
  private static void multiply(
      double[] j, int stride, double[] vector, int q, int dim, double[] direction) {
    int i = 0;
    for (; i + 3 < dim; i += 4) {
      int a0 = i * stride;
      int a1 = a0 + stride;
      int a2 = a1 + stride;
      int a3 = a2 + stride;
      double s0 = 0;
      double s1 = 0;
      double s2 = 0;
      double s3 = 0;
      for (int c = q; c < dim; c++) {
        double v = vector[c];
        s0 += j[a0 + c] * v;
        s1 += j[a1 + c] * v;
        s2 += j[a2 + c] * v;
        s3 += j[a3 + c] * v;
      }
      direction[i] = s0;
      direction[i + 1] = s1;
      direction[i + 2] = s2;
      direction[i + 3] = s3;
    }
    for (; i < dim; i++) {
      double s = 0;
      for (int c = q, at = i * stride; c < dim; c++) {
        s += j[at + c] * vector[c];
      }
      direction[i] = s;
    }
  }

  /** step = R⁻¹ of the first q numbers of image. */
  private void backSubstitute() {
    System.arraycopy(image, 0, step, 0, q);
    for (int k = q - 1; k >= 0; k--) {
      double s = step[k] * inverseDiagonal[k];
      step[k] = s;
      int at = k * capacity;
      for (int i = 0; i < k; i++) {
        step[i] -= s * r[at + i];
      }
    }
  }

  /**
   * Adds the constraint whose image and direction are loaded: with v the part of the image from q
   * on and u = v ± ‖v‖ e, the reflection E − 2 u uᵀ / uᵀu takes v to a multiple of e. J₂ u is the
   * direction ± ‖v‖ times column q.
   *
   * @param length ‖v‖
   */
  private void admit(int p, double length) {
    double first = image[q];
    double diagonalElement = first > 0 ? -length : length;
    final int size = dim;
    if (q == size - 1) {
      diagonalElement = first;
    } else {
      double scale = 1 / (length * (length + Math.abs(first)));
      image[q] = first - diagonalElement;
      reflect(scale, diagonalElement);
    }
    System.arraycopy(image, 0, r, q * capacity, q);
    r[q * capacity + q] = diagonalElement;
    inverseDiagonal[q] = 1 / diagonalElement;
    active[q] = p;
    isActive[p] = true;
    q++;
  }

  private void reflect(double scale, double diagonalElement) {
    final double[] a = j;
    final double[] u = image;
    final int from = q;
    final int size = dim;
    for (int i = 0; i < size; i++) {
      int at = i * stride;
      double w = scale * (direction[i] - diagonalElement * a[at + from]);
      for (int c = from; c < size; c++) {
        a[at + c] -= w * u[c];
      }
    }
  }

  /** Removes the k-th active constraint and makes R triangular again; the image turns with J. */
  private void drop(int k) {
    isActive[active[k]] = false;
    for (int c = k; c < q - 1; c++) {
      active[c] = active[c + 1];
      dual[c] = dual[c + 1];
      System.arraycopy(r, (c + 1) * capacity, r, c * capacity, c + 2);
    }
    q--;
    for (int c = k; c < q; c++) {
      double a = r[c * capacity + c];
      double b = r[c * capacity + c + 1];
      double square = a * a + b * b;
      double inverse = 1 / Math.sqrt(square);
      double cos = a * inverse;
      double sin = b * inverse;
      r[c * capacity + c] = square * inverse;
      inverseDiagonal[c] = inverse;
      for (int l = c + 1; l < q; l++) {
        double u = r[l * capacity + c];
        double v = r[l * capacity + c + 1];
        r[l * capacity + c] = cos * u + sin * v;
        r[l * capacity + c + 1] = cos * v - sin * u;
      }
      double u = image[c];
      double v = image[c + 1];
      image[c] = cos * u + sin * v;
      image[c + 1] = cos * v - sin * u;
      rotate(c, cos, sin);
    }
  }

  /** Turns columns c and c + 1 of J. */
  private void rotate(int c, double cos, double sin) {
    final double[] a = j;
    for (int i = 0, at = c; i < dim; i++, at += stride) {
      double u = a[at];
      double v = a[at + 1];
      a[at] = cos * u + sin * v;
      a[at + 1] = cos * v - sin * u;
    }
  }

  /** x and dual of the active set, from x₀ and the factors. */
  private void solveActive() {
    for (int k = 0; k < q; k++) {
      int p = active[k];
      double s = rhs[p];
      if (p < maxRows) {
        for (int i = 0, at = place(p); i < n; i++, at += 4) {
          s -= rows[at] * free[i];
        }
      } else if (p < maxRows + n) {
        s -= free[p - maxRows];
      } else {
        s += free[p - maxRows - n];
      }
      int at = k * capacity;
      for (int l = 0; l < k; l++) {
        s -= r[at + l] * work[l];
      }
      work[k] = s * inverseDiagonal[k];
    }
    for (int i = 0; i < dim; i++) {
      double s = i < n ? free[i] : 0;
      for (int c = 0, at = i * stride; c < q; c++) {
        s += j[at + c] * work[c];
      }
      x[i] = s;
    }
    System.arraycopy(work, 0, dual, 0, q);
    for (int k = q - 1; k >= 0; k--) {
      double s = dual[k] * inverseDiagonal[k];
      dual[k] = s;
      int at = k * capacity;
      for (int i = 0; i < k; i++) {
        dual[i] -= s * r[at + i];
      }
    }
  }

  /** Computes x and dual afresh; returns how far x moved. */
  private double polish() {
    System.arraycopy(x, 0, direction, 0, n);
    solveActive();
    double change = 0;
    for (int i = 0; i < n; i++) {
      change += Math.abs(x[i] - direction[i]);
    }
    return change;
  }

  private void publish() {
    for (int k = 0; k < q; k++) {
      int p = active[k];
      double scale = p < maxRows ? rowScale[p] : 1;
      // A multiplier of rounding size below zero is zero.
      multipliers[p] = Math.max(0, dual[k]) * scale;
    }
    for (int i = 0; i < n; i++) {
      // A bound that is active holds to the last bit.
      if (isActive[maxRows + i]) {
        solution[i] = rhs[maxRows + i];
      } else if (isActive[maxRows + n + i]) {
        solution[i] = -rhs[maxRows + n + i];
      } else {
        solution[i] = x[i];
      }
    }
    previousCount = q;
    System.arraycopy(active, 0, previous, 0, q);
  }

  /**
   * Leaves in active the constraints that combine to a contradiction: p, and those it depends on.
   */
  private void listConflict(int p) {
    double largest = 1;
    for (int k = 0; k < q; k++) {
      largest = Math.max(largest, Math.abs(step[k]));
    }
    int count = 0;
    for (int k = 0; k < q; k++) {
      if (Math.abs(step[k]) > ROUNDING * largest) {
        active[count++] = active[k];
      }
    }
    active[count++] = p;
    conflicts = count;
  }
}
