package org.reins.filter.qp;

/**
 * The dual active-set method of {@link DualActiveSetSolver} on an explicit tableau, for a diagonal
 * H. It needs more arithmetic, but all of it in long loops without branches, which suits vector
 * registers. On arrays allocated once.
 *
 * <p>In the variables x̃ = √H x the cost is ½ ‖x̃ − x̃₀‖². With A the normals of the active
 * constraints, every one with the sign that makes it a lower bound, the columns are two bases: one
 * column b for each active constraint, with aᵀ b = 1 for its own normal a, 0 for those of the
 * others and for the open columns; and open columns z, of unit length and orthogonal to each other,
 * along which no active constraint changes. The tableau has what every variable and every row of
 * the problem is along every column. So what the dual method needs of a constraint is in its row:
 * how the multipliers of the active ones fall as its own grows, and which way the point can go; and
 * what a step does to all rows is the tableau times a vector, so that no row is ever multiplied
 * with a normal again.
 *
 * <p>This class decides which constraint enters and which leaves, as in the method. Its parts do
 * the rest: {@link TableauLoader} sets the tableau up, {@link TableauBasis} records which
 * constraint holds which column, {@link TableauPivots} changes the columns, and {@link
 * TableauCertificate} decides whether the point is the answer. The numbers are in {@link
 * TableauData}, the loops over them in {@link TableauKernel}.
 *
 * <p>Columns b are not orthogonal, so rounding may accumulate. Therefore an answer is accepted only
 * with its certificate. In all other cases the tableau gives no answer, and {@link
 * DualActiveSetSolver} restarts with its other method: a number that is not finite, rows that
 * contradict or nearly depend on each other, more slacks than {@link TableauBasis#SLACKS}, or no
 * convergence.
 */
final class Tableau {
  /** A square below this share is rounding: the constraint depends on the active ones. */
  private static final double DEPENDENT = 1e-22;

  /** A square above this share is well separated; between the two another method is better. */
  private static final double INDEPENDENT = 1e-9;

  /** A warm start that loses more than one in this many constraints is discarded. */
  private static final int MOST_LOST = 4;

  /**
   * Largest size of a tableau, numbers; at 3,000 it is still faster than the other method, at 7,000
   * slower.
   */
  private static final int LARGEST = 4096;

  private final int n;
  private final int maxRows;
  private final TableauData data;
  private final TableauKernel kernel;
  private final TableauBasis basis;
  private final TableauLoader loader;
  private final TableauPivots pivots;
  private final TableauCertificate certificate;
  private int iterations;

  private Tableau(int n, int maxRows, TableauData data, TableauKernel kernel) {
    this.n = n;
    this.maxRows = maxRows;
    this.data = data;
    this.kernel = kernel;
    basis = new TableauBasis(n, maxRows, data);
    loader = new TableauLoader(maxRows, data, kernel, basis);
    pivots = new TableauPivots(data, kernel, basis);
    certificate = new TableauCertificate(data, kernel, basis);
  }

  /**
   * Allocates a tableau.
   *
   * @return null if there are no vector registers for it, or if it would be too large
   */
  static Tableau make(int n, int maxRows) {
    int most = n + TableauBasis.SLACKS;
    int rows = most + maxRows;
    if (most > Long.SIZE
        || rows > TableauKernel.INDEX
        || n * TableauData.pad(n + maxRows) > LARGEST) {
      return null;
    }
    TableauData data = new TableauData(most, rows);
    try {
      return new Tableau(n, maxRows, data, TableauKernel.of(data));
    } catch (ReflectiveOperationException | LinkageError e) {
      return null;
    }
  }

  /** Steps of the last solve. */
  int iterations() {
    return iterations;
  }

  /** Number of active constraints after a solve. */
  int active() {
    return basis.active;
  }

  /**
   * Solves a problem.
   *
   * @param problem with a diagonal H and softnesses that are not NaN; not modified
   * @param previous constraints to start with, numbered as in {@link QpSolver#conflict}; gets those
   *     that are active at the end
   * @param count number of those to start with; 0 for a cold start
   * @param solution gets x, length n
   * @param multipliers length maxRows + 2n, all zero; gets those of the active constraints
   * @return false if this method does not solve it; then the outputs are unchanged
   */
  boolean solve(
      QpProblem problem, int[] previous, int count, double[] solution, double[] multipliers) {
    iterations = 0;
    boolean isSoft = problem.isSoft();
    loader.load(problem, isSoft, previous, count);
    if (count > 0 && !readmit(problem, previous, count)) {
      loader.load(problem, isSoft, previous, 0);
    }
    boolean isSolved = iterate(problem) && certificate.isCertain(problem);
    if (isSolved) {
      publish(problem, previous, solution, multipliers);
    }
    return isSolved;
  }

  /**
   * Adds the rows of a warm start, and drops those whose multipliers are negative.
   *
   * @return false if too little of it remains
   */
  private boolean readmit(QpProblem problem, int[] previous, int count) {
    for (int k = 0; k < count; k++) {
      int p = previous[k];
      if (p >= problem.rows) {
        continue;
      }
      int row = basis.base + p;
      if (!basis.hasOpenColumn()
          || problem.rightHandSide[p] == Double.NEGATIVE_INFINITY
          || !pivots.grow(p, problem.softness[p])) {
        continue;
      }
      pivots.image(row, 1);
      if (data.square > INDEPENDENT * basis.squaredLength(row)) {
        pivots.enter(row, 1, -data.value[row] / data.square, 0);
      }
    }
    final int columns = basis.columns;
    int lost = 0;
    for (int j = 0; j < columns; j++) {
      lost += data.dual[j] < 0 ? 1 : 0;
    }
    if (MOST_LOST * lost > basis.active) {
      return false;
    }
    while (lost > 0) {
      int worst = -1;
      double least = 0;
      for (int j = 0; j < columns; j++) {
        if (data.dual[j] < least) {
          least = data.dual[j];
          worst = j;
        }
      }
      if (worst < 0) {
        return true;
      }
      pivots.letGo(worst);
    }
    return true;
  }

  /** Adds constraints until none is violated; false if it does not terminate. */
  private boolean iterate(QpProblem problem) {
    final int base = basis.base;
    int cap = 20 * (n + 1) + 4 * problem.rows;
    while (true) {
      long found = kernel.mostViolated(basis.height);
      if (found <= TableauKernel.INDEX) {
        return true;
      }
      int row = (int) (found & TableauKernel.INDEX);
      // Invalid rows are violated by numbers that are not finite.
      if (row >= base + problem.rows || row >= n && row < base || !add(problem, row, cap)) {
        return false;
      }
    }
  }

  /** Makes a row active, and drops those whose multipliers reach zero on the way. */
  private boolean add(QpProblem problem, int row, int cap) {
    int k = row - basis.base;
    if (k >= 0 && !pivots.grow(k, problem.softness[k])) {
      return false;
    }
    final double[] dual = data.dual;
    final double[] image = data.image;
    double below = data.lower[row] - data.value[row];
    double above = data.value[row] - data.upper[row];
    double sign = Math.copySign(1, below - above);
    double violation = sign * (data.value[row] - basis.goal(row, sign));
    double whole = basis.squaredLength(row);
    double gain = 0;
    long block = pivots.image(row, sign);
    while (true) {
      if (++iterations > cap) {
        return false;
      }
      int blocking = (int) (block & TableauKernel.INDEX);
      double longest =
          block > TableauKernel.INDEX ? dual[blocking] / image[blocking] : Double.POSITIVE_INFINITY;
      double square = data.square;
      double full = Double.POSITIVE_INFINITY;
      if (!basis.hasOpenColumn() || square < DEPENDENT * whole) {
        square = 0;
      } else if (square > INDEPENDENT * whole) {
        full = -violation / square;
      } else {
        return false;
      }
      if (full <= longest) {
        // ∞ and NaN are not valid steps.
        if (!(full < Double.POSITIVE_INFINITY)) {
          return false;
        }
        pivots.enter(row, sign, full, gain);
        return true;
      }
      if (!(longest < Double.POSITIVE_INFINITY)) {
        return false;
      }
      gain += longest;
      violation += longest * square;
      block = pivots.release(blocking, longest);
    }
  }

  /** Returns the answer, with the active constraints. */
  private void publish(QpProblem problem, int[] previous, double[] solution, double[] multipliers) {
    final int base = basis.base;
    for (int i = 0; i < n; i++) {
      solution[i] = data.point[i] * data.roots[i];
    }
    int count = 0;
    for (int j = 0; j < basis.columns; j++) {
      if (data.open[j] != 0) {
        continue;
      }
      int row = basis.rowOf[j];
      double dual = Math.max(0, data.dual[j]);
      if (row >= base) {
        previous[count++] = row - base;
        multipliers[row - base] = dual;
        continue;
      }
      // An active bound holds exactly.
      boolean isLower = basis.signOf[j] > 0;
      int p = isLower ? maxRows + row : maxRows + n + row;
      solution[row] = isLower ? problem.lower[row] : problem.upper[row];
      previous[count++] = p;
      multipliers[p] = dual * data.inverseRoots[row];
    }
  }
}
