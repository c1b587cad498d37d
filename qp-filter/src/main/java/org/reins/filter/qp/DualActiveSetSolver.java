package org.reins.filter.qp;

import java.util.Arrays;

/**
 * The dual active-set method of Goldfarb and Idnani (A numerically stable dual method for solving
 * strictly convex quadratic programs, Mathematical Programming 27, 1983), on arrays allocated once.
 *
 * <p>It starts at the unconstrained minimum and adds the most violated constraint until none is
 * violated, so that every iterate is optimal for the constraints in its active set A. It keeps J
 * with J Jᵀ = H⁻¹ and an upper triangular R with Jᵀ N = [R; 0], N the normals of A. Differences
 * from the paper, with reasons:
 *
 * <ul>
 *   <li>Rows are scaled to unit length first, so that a violation means the same in every row.
 *   <li>Bounds are separate constraints: their images are rows of J, and with H diagonal those of a
 *       warm start need no arithmetic.
 *   <li>A constraint enters by one Householder reflection of J. It needs one square root where
 *       Givens rotations need one per column, and shares its product with the step direction.
 *   <li>A soft row costs nothing until it acts; then J grows by the dimension of its slack, in
 *       which the new column is √γ e with γ the softness.
 *   <li>At the end, unless all normals were well separated, x and the multipliers y are recomputed
 *       from the factors, x = x₀ + J₁ R⁻ᵀ (b − Nᵀ x₀) and y = R⁻¹ R⁻ᵀ (b − Nᵀ x₀), and checked
 *       again, so that rounding does not accumulate.
 *   <li>A warm start first tries whether the active set as a whole still holds ({@link
 *       StandingSet}, and directly from the problem for a diagonal H: {@link DiagonalStandingSet}).
 *       If not, it begins with the remaining part of the set, or cold if little remains.
 *   <li>On vector registers, see {@link #vector}, a problem with a diagonal H is first solved on an
 *       explicit tableau ({@link Tableau}); problems that it declines are solved as above.
 *   <li>A singular H is regularised by proximal steps, if requested: H + ε E and f − ε x with the
 *       previous x, until x no longer changes, so that the answer is that of the given H.
 * </ul>
 *
 * <p>Violations below {@link #FEASIBILITY}, in units of a row of unit length, are ignored.
 */
public final class DualActiveSetSolver implements QpSolver {
  /**
   * JVM option required for {@link #vector}, so that the compiler keeps the loops on vector
   * registers separate from other code: inlined into something large, they allocate.
   */
  public static final String VECTOR_FLAG =
      "-XX:CompileCommand=dontinline,org.reins.filter.qp.Vector*::*";

  /** Violation of a row of unit length that counts as satisfied. */
  public static final double FEASIBILITY = 1e-11;

  /**
   * A new normal counts as dependent if its part outside the span of the active ones is shorter
   * than this share of it.
   */
  private static final double DEPENDENCE = 1e-11;

  /** A new normal is well separated if more than this share of its square is outside that span. */
  private static final double INDEPENDENCE = 1e-4;

  /** Shares in a contradiction below this are rounding errors. */
  private static final double ROUNDING = 1e-12;

  /** A change of x that no row of unit length can notice. */
  private static final double POLISHED = 0.1 * FEASIBILITY;

  private static final int PROXIMAL_STEPS = 50;
  private static final double PROXIMAL_TOLERANCE = 1e-12;

  private final int n;
  private final int maxRows;
  private final boolean warmStart;
  private final double regularisation;
  private final ScaledConstraints constraints;
  private final FactoredHessian hessian;
  private final ActiveSet set;
  private final StandingSet standing;
  private final DiagonalStandingSet direct;
  // Null with plain loops.
  private final Tableau tableau;
  private final double[] linear;
  private final double[] solution;
  private final double[] multipliers;
  private final int[] previous;
  private final int[] conflict;
  private int previousCount;
  private int iterations;
  private int conflicts;
  // Whether all normals added since the start were well separated.
  private boolean isExact;

  /**
   * Allocates a solver.
   *
   * @param n number of variables
   * @param maxRows largest number of rows
   * @param warmStart whether to try the active set of the previous solve
   */
  public DualActiveSetSolver(int n, int maxRows, boolean warmStart) {
    this(n, maxRows, warmStart, 0);
  }

  /**
   * Allocates a solver that accepts a singular H.
   *
   * @param n number of variables
   * @param maxRows largest number of rows
   * @param warmStart whether to try the active set of the previous solve
   * @param regularisation ε as a share of H's largest diagonal element, 0 for none, at most 1; used
   *     only if H is not positive definite. 1e-5 is a good value: smaller values need fewer steps,
   *     larger ones lose less to rounding
   * @throws IllegalArgumentException if ε is out of range
   */
  public DualActiveSetSolver(int n, int maxRows, boolean warmStart, double regularisation) {
    this(n, maxRows, warmStart, regularisation, null, new PlainNormalEquations(n));
  }

  private DualActiveSetSolver(
      int n,
      int maxRows,
      boolean warmStart,
      double regularisation,
      Tableau tableau,
      NormalEquations equations) {
    if (!(regularisation >= 0 && regularisation <= 1)) {
      throw new IllegalArgumentException(
          "regularisation is " + regularisation + ": allowed is 0 to 1");
    }
    this.n = n;
    this.maxRows = maxRows;
    this.warmStart = warmStart;
    this.regularisation = regularisation;
    constraints = new ScaledConstraints(n, maxRows);
    hessian = new FactoredHessian(n);
    set = new ActiveSet(constraints);
    standing = new StandingSet(constraints, hessian);
    direct = new DiagonalStandingSet(n, maxRows, equations);
    this.tableau = tableau;
    linear = new double[n];
    solution = new double[n];
    multipliers = new double[maxRows + 2 * n];
    previous = new int[n + maxRows];
    conflict = new int[n + maxRows + 1];
  }

  /**
   * Allocates a solver on vector registers: from a cold start 1.5 to 2.3 times as fast on the
   * problems tested, with the same answers. It uses them for a diagonal H, if {@link
   * #vectorObstacle} is empty and the problem is not too large; otherwise it works like any other.
   *
   * @param n number of variables
   * @param maxRows largest number of rows
   * @param warmStart whether to try the active set of the previous solve
   */
  public static DualActiveSetSolver vector(int n, int maxRows, boolean warmStart) {
    return vectorObstacle().isEmpty()
        ? onVectors(n, maxRows, warmStart)
        : new DualActiveSetSolver(n, maxRows, warmStart);
  }

  /** The same solver without checking for obstacles. */
  static DualActiveSetSolver onVectors(int n, int maxRows, boolean warmStart) {
    return new DualActiveSetSolver(
        n, maxRows, warmStart, 0, Tableau.make(n, maxRows), NormalEquations.onVectors(n));
  }

  /**
   * The reason why {@link #vector} cannot use vector registers in this virtual machine, empty if
   * there is none. The virtual machine must have registers of 512 bits, be started with {@code
   * --add-modules jdk.incubator.vector} and {@link #VECTOR_FLAG}, and pass a self-test, which takes
   * some seconds on the first call. Not for the control thread.
   */
  public static String vectorObstacle() {
    return RegisterSelfTest.obstacle();
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
    return conflict[k];
  }

  @Override
  public QpStatus solve(QpProblem problem) {
    iterations = 0;
    conflicts = 0;
    Arrays.fill(multipliers, 0);
    if (problem.isDiagonal() && problem.isSoftnessSound() && solveDirectly(problem)) {
      return QpStatus.SOLVED;
    }
    QpStatus status = constraints.load(problem);
    if (status == QpStatus.INFEASIBLE) {
      conflicts = constraints.conflicts;
      System.arraycopy(constraints.conflict, 0, conflict, 0, conflicts);
    }
    double epsilon = 0;
    if (status == QpStatus.SOLVED) {
      status = hessian.factor(problem, 0);
      if (status == QpStatus.NOT_CONVEX && regularisation > 0) {
        epsilon = regularisation * FactoredHessian.largestDiagonal(problem);
        status = hessian.factor(problem, epsilon);
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
      status = publish();
    }
    if (status != QpStatus.SOLVED) {
      previousCount = 0;
    }
    return status;
  }

  /** The methods for a diagonal H; false if none gave an answer. */
  private boolean solveDirectly(QpProblem problem) {
    if (warmStart && previousCount > 0) {
      if (direct.holds(problem, previous, previousCount, solution, multipliers)) {
        return true;
      }
      previousCount = direct.keep(previous, previousCount);
    }
    int count = warmStart ? previousCount : 0;
    if (tableau == null || !tableau.solve(problem, previous, count, solution, multipliers)) {
      return false;
    }
    iterations = tableau.iterations();
    previousCount = tableau.active();
    return true;
  }

  /** Proximal steps until x no longer changes. */
  private QpStatus approach(QpProblem problem, double epsilon) {
    for (int k = 0; k < PROXIMAL_STEPS; k++) {
      double size = 1;
      for (int i = 0; i < n; i++) {
        solution[i] = set.x[i];
        size = Math.max(size, Math.abs(problem.linear[i]));
        linear[i] = problem.linear[i] - epsilon * set.x[i];
      }
      remember();
      QpStatus status = solveFactored(true);
      if (status != QpStatus.SOLVED) {
        return status;
      }
      double change = 0;
      for (int i = 0; i < n; i++) {
        change = Math.max(change, Math.abs(set.x[i] - solution[i]));
      }
      // ε Δx is the residual of the optimality condition of the given H.
      if (epsilon * change <= PROXIMAL_TOLERANCE * size) {
        return QpStatus.SOLVED;
      }
    }
    return QpStatus.CAP_REACHED;
  }

  private QpStatus solveFactored(boolean warm) {
    hessian.minimise(linear, set.free);
    // For a diagonal H the set has been tried already, except for the steps of a singular one.
    if (warm && previousCount > 0 && !hessian.isDiagonal()) {
      if (standing.holds(previous, previousCount, set)) {
        return QpStatus.SOLVED;
      }
      previousCount = standing.keep(previous, previousCount);
    }
    boolean isWarm = warm && previousCount > 0;
    set.start(hessian, previous, isWarm ? previousCount : 0);
    if (isWarm) {
      readmit();
    }
    return iterate(isWarm && set.q > 0);
  }

  /**
   * Takes over the rest of the active set of the previous solve, without constraints whose
   * multiplier would be negative.
   */
  private void readmit() {
    for (int k = 0; k < previousCount; k++) {
      int p = previous[k];
      if (constraints.exists(p) && !set.isActive[p]) {
        set.project(p);
        double outside = set.outside();
        if (set.q < set.dim && outside > DEPENDENCE * DEPENDENCE * (set.inside() + outside)) {
          set.aim();
          set.admit(p, Math.sqrt(outside));
        }
      }
    }
    while (set.q > 0) {
      set.solve();
      int worst = -1;
      double least = 0;
      for (int k = 0; k < set.q; k++) {
        if (set.dual[k] < least) {
          least = set.dual[k];
          worst = k;
        }
      }
      if (worst < 0) {
        return;
      }
      set.drop(worst);
    }
    set.backToFree();
  }

  /**
   * Adds constraints until none is violated.
   *
   * @param polished whether the present x and dual were computed from the factors
   */
  private QpStatus iterate(boolean polished) {
    int cap = 20 * (n + 1) + 4 * constraints.count + iterations;
    boolean fresh = polished;
    isExact = !polished;
    while (true) {
      int p = constraints.mostViolated(set.x, set.slackOf, set.isActive);
      if (p < 0) {
        if (fresh || isExact || set.polish() < POLISHED) {
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

  /** Makes constraint p active, and drops those whose multipliers reach zero on the way. */
  private QpStatus add(int p, int cap) {
    final double[] dual = set.dual;
    final double[] step = set.step;
    double violation = set.violation(p);
    set.project(p);
    double outside = set.outside();
    double square = set.inside() + outside;
    double least = DEPENDENCE * DEPENDENCE * square;
    set.aim();
    double gain = 0;
    while (true) {
      if (++iterations > cap) {
        return QpStatus.CAP_REACHED;
      }
      set.backSubstitute();
      double longest = Double.POSITIVE_INFINITY;
      int blocking = -1;
      for (int k = 0; k < set.q; k++) {
        // In this order, because the sign alone is a branch that no processor can predict. While
        // there is no longest step, ∞ times a negative step is −∞.
        if (dual[k] < longest * step[k] && step[k] > 0) {
          longest = dual[k] / step[k];
          blocking = k;
        }
      }
      boolean independent = set.q < set.dim && outside > least;
      double full = independent ? -violation / outside : Double.POSITIVE_INFINITY;
      double t = Math.min(longest, full);
      if (t == Double.POSITIVE_INFINITY) {
        listConflict(p);
        return QpStatus.INFEASIBLE;
      }
      if (!Double.isFinite(t)) {
        return QpStatus.NOT_FINITE;
      }
      for (int k = 0; k < set.q; k++) {
        dual[k] -= t * step[k];
      }
      gain += t;
      if (independent) {
        set.move(t);
        violation += t * outside;
      }
      if (t == full) {
        isExact &= outside > INDEPENDENCE * square;
        set.admit(p, Math.sqrt(outside));
        dual[set.q - 1] = gain;
        return QpStatus.SOLVED;
      }
      set.drop(blocking);
      outside += set.widen();
    }
  }

  /** Returns the answer; an answer that overflowed is rejected. */
  private QpStatus publish() {
    double sum = 0;
    for (int k = 0; k < set.q; k++) {
      int p = set.active[k];
      double scale = p < maxRows ? constraints.scale[p] : 1;
      // A multiplier below zero by rounding is set to zero.
      multipliers[p] = Math.max(0, set.dual[k]) * scale;
      sum += 0 * multipliers[p];
    }
    for (int i = 0; i < n; i++) {
      // An active bound holds exactly.
      if (set.isActive[maxRows + i]) {
        solution[i] = constraints.rhs[maxRows + i];
      } else if (set.isActive[maxRows + n + i]) {
        solution[i] = -constraints.rhs[maxRows + n + i];
      } else {
        solution[i] = set.x[i];
      }
      sum += 0 * solution[i];
    }
    remember();
    return sum == 0 ? QpStatus.SOLVED : QpStatus.NOT_FINITE;
  }

  private void remember() {
    previousCount = set.q;
    System.arraycopy(set.active, 0, previous, 0, set.q);
  }

  /** Lists the constraints that together form a contradiction: p, and those it depends on. */
  private void listConflict(int p) {
    double largest = 1;
    for (int k = 0; k < set.q; k++) {
      largest = Math.max(largest, Math.abs(set.step[k]));
    }
    int count = 0;
    for (int k = 0; k < set.q; k++) {
      if (Math.abs(set.step[k]) > ROUNDING * largest) {
        conflict[count++] = set.active[k];
      }
    }
    conflict[count++] = p;
    conflicts = count;
  }
}
