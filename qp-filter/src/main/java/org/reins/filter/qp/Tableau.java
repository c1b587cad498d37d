package org.reins.filter.qp;

import java.util.Arrays;

/**
 * The dual active-set method of {@link DualActiveSetSolver} on an explicit tableau, for a diagonal
 * H: more arithmetic, but all of it in long loops without decisions, which is what vector registers
 * are good at. On arrays allocated once.
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
 * <ul>
 *   <li>A constraint with image d enters by one reflection of the open columns, which takes the
 *       open part of d to a multiple of one of them, and by taking its share of the step's
 *       direction from every other column.
 *   <li>It leaves by taking its column's share, in the metric of x̃, from those of the others; the
 *       column, scaled to unit length, is open then.
 *   <li>Bounds of a warm start need no arithmetic: the tableau starts with unit vectors.
 *   <li>A soft row that comes up gets a column of its own, its slack; for more slacks than {@link
 *       #SLACKS} this is not the way.
 * </ul>
 *
 * <p>Columns b are not orthogonal, so rounding may build up. Therefore an answer counts only when
 * it meets the optimality conditions of the problem as given to {@link #RESIDUAL}, if need be after
 * one step of refinement. Whatever else happens, a number that is not finite, rows that contradict
 * or nearly depend on each other, no end, the answer is that there is none, and {@link
 * DualActiveSetSolver} starts afresh in its other way.
 */
final class Tableau {
  /** Largest residual of an answer, relative to the numbers that enter it. */
  private static final double RESIDUAL = 1e-12;

  /** Violation that counts as none, as a share of a row's length and of its right-hand side. */
  private static final double FEASIBILITY = DualActiveSetSolver.FEASIBILITY;

  /** What a bound's violation counts beside a row's: bounds are let go of again more often. */
  private static final double BOUND_SHARE = 0.5;

  /** A square below this share is rounding: the constraint depends on the active ones. */
  private static final double DEPENDENT = 1e-22;

  /** A square above this share is well apart; between the two another way is better. */
  private static final double INDEPENDENT = 1e-9;

  /** Of a warm start that loses more than one in so many constraints, the rest is worth nothing. */
  private static final int MOST_LOST = 4;

  /** How many soft rows may come up. */
  private static final int SLACKS = 8;

  /** Numbers of a tableau; of 3,000 it is still faster than the other way, of 7,000 slower. */
  private static final int LARGEST = 4096;

  /** A bound on no variable: no number is near it. */
  private static final double FAR = 1e300;

  private final int n;
  private final int maxRows;
  private final TableauData data;
  private final TableauKernel kernel;
  private final double[] check;
  private final double[] shift;
  // Of each column: the row that is active there, and 1 for its lower bound, −1 for its upper one.
  private final int[] rowOf;
  private final double[] signOf;
  // Of each row of the problem: its slack's column, 0 for none yet.
  private final int[] slackOf;
  private QpProblem problem;
  private boolean isSoft;
  // The first row of the problem; how many columns there are, and slacks as they come up; both and
  // the rows padded; for how many rows of the problem the tableau is laid out.
  private int base;
  private int columns;
  private int width;
  private int height;
  private int laidOut = -1;
  private int active;
  private long openColumns;
  private int iterations;

  private Tableau(int n, int maxRows, TableauData data, TableauKernel kernel) {
    this.n = n;
    this.maxRows = maxRows;
    this.data = data;
    this.kernel = kernel;
    int most = n + SLACKS;
    check = new double[data.stride];
    shift = new double[most];
    rowOf = new int[most];
    signOf = new double[most];
    slackOf = new int[maxRows];
  }

  /**
   * Allocates a tableau.
   *
   * @return null where there are no vector registers for it, or when it were too large
   */
  static Tableau make(int n, int maxRows) {
    int most = n + SLACKS;
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

  /** Number of constraints that are active after a solve. */
  int active() {
    return active;
  }

  /**
   * Solves a problem.
   *
   * @param problem with a diagonal H and softnesses that are numbers; not modified
   * @param previous constraints to start with, numbered as in {@link QpSolver#conflict}; gets those
   *     that are active in the end
   * @param count how many of those to start with; 0 for a cold start
   * @param solution gets x, length n
   * @param multipliers length maxRows + 2n, all zero; gets those of the active constraints
   * @return false when this is not the way to solve it; then what was to be written is not touched
   */
  boolean solve(
      QpProblem problem, int[] previous, int count, double[] solution, double[] multipliers) {
    this.problem = problem;
    iterations = 0;
    isSoft = problem.isSoft();
    load(previous, count);
    if (count > 0 && !readmit(previous, count)) {
      load(previous, 0);
    }
    boolean isSolved = iterate() && isCertain();
    if (isSolved) {
      publish(previous, solution, multipliers);
    }
    return isSolved;
  }

  /** Sets the tableau up, with the bounds of a warm start active. */
  private void load(int[] previous, int count) {
    int rows = problem.rows;
    int first = isSoft ? n + SLACKS : n;
    if (first != base || rows != laidOut) {
      layOut(first, rows);
    }
    columns = n;
    width = TableauData.pad(n);
    Arrays.fill(data.image, n, data.image.length, 0);
    Arrays.fill(data.share, n, data.share.length, 0);
    active = 0;
    openColumns = -1L >>> (Long.SIZE - n);
    if (isSoft) {
      Arrays.fill(slackOf, 0, rows, 0);
      Arrays.fill(data.isCoordinate, n, base, 0);
      Arrays.fill(data.open, n, data.open.length, 0);
      Arrays.fill(data.dual, n, data.dual.length, Double.POSITIVE_INFINITY);
    }
    final double[] h = problem.hessian;
    for (int i = 0, at = 0; i < n; i++, at += n + 1) {
      data.diagonal[i] = h[at];
    }
    System.arraycopy(problem.linear, 0, data.linear, 0, n);
    System.arraycopy(problem.lower, 0, data.lowest, 0, n);
    System.arraycopy(problem.upper, 0, data.highest, 0, n);
    kernel.scale(width, FEASIBILITY);
    System.arraycopy(data.leastLow, 0, data.lower, 0, n);
    System.arraycopy(data.mostHigh, 0, data.upper, 0, n);
    System.arraycopy(data.free, 0, data.point, 0, n);
    double shortest = 1;
    for (int i = 0; i < n; i++) {
      data.open[i] = 1;
      data.sign[i] = 1;
      data.dual[i] = Double.POSITIVE_INFINITY;
      if (data.inverseRoots[i] < shortest) {
        shortest = data.inverseRoots[i];
      }
    }
    for (int k = 0; k < count; k++) {
      if (previous[k] >= maxRows) {
        startAtBound(previous[k]);
      }
    }
    transpose(rows);
    for (int k = 0; k < rows; k++) {
      data.start[base + k] = -problem.rightHandSide[k];
    }
    kernel.load(n, height, FEASIBILITY * shortest, FEASIBILITY);
    for (int k = base; k < base + rows; k++) {
      data.lower[k] = -data.slop[k];
    }
    for (int i = 0; i < n; i++) {
      data.weight[i] = BOUND_SHARE;
    }
    for (int k = n; k < base; k++) {
      data.weight[k] = 1;
    }
  }

  /** What stays the same from solve to solve: unit vectors, zeros, and rows nothing violates. */
  private void layOut(int first, int rows) {
    base = first;
    laidOut = rows;
    height = TableauData.pad(base + rows);
    Arrays.fill(data.original, 0);
    Arrays.fill(data.start, 0);
    Arrays.fill(data.lower, -FAR);
    Arrays.fill(data.upper, FAR);
    Arrays.fill(data.upper, base, base + rows, Double.POSITIVE_INFINITY);
    Arrays.fill(data.isCoordinate, 0);
    Arrays.fill(data.isCoordinate, 0, n, 1);
    Arrays.fill(data.open, 0);
    Arrays.fill(data.dual, Double.POSITIVE_INFINITY);
    for (int i = 0; i < n; i++) {
      data.original[i * data.stride + i] = 1;
    }
  }

  /** Column i is the unit vector of a variable: with its bound active, less or more than that. */
  private void startAtBound(int p) {
    boolean isLower = p < maxRows + n;
    int i = isLower ? p - maxRows : p - maxRows - n;
    double goal = isLower ? data.lowest[i] : data.highest[i];
    if (data.open[i] == 0 || !Double.isFinite(goal)) {
      return;
    }
    double sign = isLower ? 1 : -1;
    data.sign[i] = sign;
    data.open[i] = 0;
    data.dual[i] = sign * (goal - data.free[i]);
    data.point[i] = goal;
    rowOf[i] = i;
    signOf[i] = sign;
    openColumns &= ~(1L << i);
    active++;
  }

  /** The rows of the problem times the roots of H⁻¹, to columns. */
  private void transpose(int rows) {
    int i = 0;
    for (; i + 3 < n; i += 4) {
      transposeFour(i, rows);
    }
    for (; i < n; i++) {
      transposeOne(i, rows);
    }
  }

  private void transposeFour(int i, int rows) {
    final double[] c = problem.matrix;
    final double[] t = data.original;
    final int size = n;
    int to = i * data.stride + base;
    int to1 = to + data.stride;
    int to2 = to1 + data.stride;
    int to3 = to2 + data.stride;
    final double r0 = data.roots[i];
    final double r1 = data.roots[i + 1];
    final double r2 = data.roots[i + 2];
    final double r3 = data.roots[i + 3];
    for (int k = 0, at = i; k < rows; k++, at += size) {
      t[to + k] = c[at] * r0;
      t[to1 + k] = c[at + 1] * r1;
      t[to2 + k] = c[at + 2] * r2;
      t[to3 + k] = c[at + 3] * r3;
    }
  }

  private void transposeOne(int i, int rows) {
    final double[] c = problem.matrix;
    final double[] t = data.original;
    final int size = n;
    final double root = data.roots[i];
    int to = i * data.stride + base;
    for (int k = 0, at = i; k < rows; k++, at += size) {
      t[to + k] = c[at] * root;
    }
  }

  /**
   * Takes the rows of a warm start in as well, and lets go of those whose multipliers are negative.
   *
   * @return false when too little is left of it
   */
  private boolean readmit(int[] previous, int count) {
    for (int k = 0; k < count; k++) {
      int p = previous[k];
      if (p >= problem.rows) {
        continue;
      }
      int row = base + p;
      if (openColumns == 0 || problem.rightHandSide[p] == Double.NEGATIVE_INFINITY || !grow(p)) {
        continue;
      }
      image(row, 1);
      if (data.square > INDEPENDENT * square(row)) {
        enter(row, 1, -data.value[row] / data.square, 0);
      }
    }
    int lost = 0;
    for (int j = 0; j < columns; j++) {
      lost += data.dual[j] < 0 ? 1 : 0;
    }
    if (MOST_LOST * lost > active) {
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
      letGo(worst);
    }
    return true;
  }

  /** Adds constraints until none is violated; false when it comes to no end. */
  private boolean iterate() {
    int cap = 20 * (n + 1) + 4 * problem.rows;
    while (true) {
      long found = kernel.mostViolated(height);
      if (found <= TableauKernel.INDEX) {
        return true;
      }
      int row = (int) (found & TableauKernel.INDEX);
      // Rows without a meaning are violated by numbers that are not finite.
      if (row >= base + problem.rows || row >= n && row < base || !add(row, cap)) {
        return false;
      }
    }
  }

  /** Makes a row active, and lets go of those whose multipliers reach zero on the way. */
  private boolean add(int row, int cap) {
    if (row >= base && !grow(row - base)) {
      return false;
    }
    final double[] dual = data.dual;
    final double[] image = data.image;
    double below = data.lower[row] - data.value[row];
    double above = data.value[row] - data.upper[row];
    double sign = Math.copySign(1, below - above);
    double violation = sign * (data.value[row] - goal(row, sign));
    double whole = square(row);
    double gain = 0;
    long block = image(row, sign);
    while (true) {
      if (++iterations > cap) {
        return false;
      }
      int blocking = (int) (block & TableauKernel.INDEX);
      double longest =
          block > TableauKernel.INDEX ? dual[blocking] / image[blocking] : Double.POSITIVE_INFINITY;
      double square = data.square;
      double full = Double.POSITIVE_INFINITY;
      if (openColumns == 0 || square < DEPENDENT * whole) {
        square = 0;
      } else if (square > INDEPENDENT * whole) {
        full = -violation / square;
      } else {
        return false;
      }
      if (full <= longest) {
        // ∞ and NaN are no steps.
        if (!(full < Double.POSITIVE_INFINITY)) {
          return false;
        }
        enter(row, sign, full, gain);
        return true;
      }
      if (!(longest < Double.POSITIVE_INFINITY)) {
        return false;
      }
      gain += longest;
      violation += longest * square;
      block = release(blocking, longest);
    }
  }

  /** Loads the image of a row; returns which constraint blocks. */
  private long image(int row, double sign) {
    final double[] t = data.t;
    final double[] image = data.image;
    for (int j = 0, at = row; j < columns; j++, at += data.stride) {
      image[j] = sign * t[at];
    }
    return kernel.block(width);
  }

  /** What a row must be when it is active. */
  private double goal(int row, double sign) {
    if (row >= base) {
      return 0;
    }
    return sign > 0 ? data.lowest[row] : data.highest[row];
  }

  /** The square of a row's length. */
  private double square(int row) {
    if (row < base) {
      return 1;
    }
    double w = data.weight[row];
    return 1 / (w * w);
  }

  /** Gives a soft row its slack; false when there is no room. */
  private boolean grow(int k) {
    double softness = problem.softness[k];
    if (softness == 0 || slackOf[k] > 0) {
      return true;
    }
    if (columns == n + SLACKS) {
      return false;
    }
    int j = columns++;
    width = TableauData.pad(columns);
    int at = j * data.stride;
    Arrays.fill(data.t, at, at + height, 0);
    data.t[at + base + k] = Math.sqrt(softness);
    data.t[at + j] = 1;
    data.isCoordinate[j] = 1;
    data.open[j] = 1;
    data.dual[j] = Double.POSITIVE_INFINITY;
    slackOf[k] = j;
    openColumns |= 1L << j;
    return true;
  }

  /** Steps, and makes the row active whose image is loaded. */
  private void enter(int row, double sign, double step, double gain) {
    int j = Long.numberOfTrailingZeros(openColumns);
    double square = data.square;
    double first = data.image[j];
    // The reflection's vector is the open image plus σ e, with the sign that does not cancel.
    double sigma = Math.copySign(Math.sqrt(square), first);
    double beta = 1 / (square + sigma * first);
    double inverse = 1 / square;
    kernel.aim(inverse, sigma, beta, step, width);
    kernel.direct(step, columns, height);
    kernel.pivot(j, inverse, columns, height);
    openColumns &= openColumns - 1;
    data.open[j] = 0;
    data.dual[j] = gain + step;
    rowOf[j] = row;
    signOf[j] = sign;
    active++;
  }

  /** Steps, and lets go of the constraint that blocks; returns which one blocks next. */
  private long release(int j, double step) {
    double own = kernel.products(j, columns, width);
    double inverse = 1 / own;
    double image = data.image[j];
    kernel.part(inverse, step, image, width);
    data.share[j] = 0;
    double scale = Math.sqrt(inverse);
    kernel.direct(step, columns, height);
    kernel.release(j, scale, columns, height);
    data.image[j] = scale * image;
    free(j);
    return kernel.block(width);
  }

  /** Lets go of a constraint by going along its column until its multiplier is zero. */
  private void letGo(int j) {
    double dual = data.dual[j];
    double own = kernel.products(j, columns, width);
    double inverse = 1 / own;
    // With its products as the image and its column alone as the direction, this is a step, too.
    double step = -dual * inverse;
    Arrays.fill(data.openImage, 0, width, 0);
    data.openImage[j] = 1;
    for (int k = 0; k < columns; k++) {
      data.image[k] = -data.share[k];
    }
    kernel.part(inverse, step, 0, width);
    data.share[j] = 0;
    kernel.direct(step, columns, height);
    kernel.release(j, Math.sqrt(inverse), columns, height);
    free(j);
  }

  private void free(int j) {
    data.open[j] = 1;
    data.dual[j] = Double.POSITIVE_INFINITY;
    openColumns |= 1L << j;
    active--;
  }

  /** Whether the point and the multipliers are the answer, if need be after refining both. */
  private boolean isCertain() {
    System.arraycopy(data.value, 0, data.point, 0, n);
    if (!isOptimal()) {
      refine();
      if (!isOptimal()) {
        return false;
      }
    }
    return isFeasible();
  }

  /**
   * Whether stationarity and the active constraints are met but for rounding. Leaves what is
   * missing in gradient, and what the rows are in check; NaN fails.
   */
  private boolean isOptimal() {
    Arrays.fill(data.force, 0, height, 0);
    double least = 0;
    for (int j = 0; j < columns; j++) {
      if (data.open[j] == 0) {
        int row = rowOf[j];
        double dual = data.dual[j];
        least = Math.min(least, dual);
        data.force[row] = signOf[j] * dual;
        if (row < n) {
          data.point[row] = goal(row, signOf[j]);
        }
      }
    }
    kernel.evaluate(n, height, check);
    kernel.gradient(n, height);
    double missing = 0;
    double size = 1;
    for (int i = 0; i < n; i++) {
      double inverse = data.inverseRoots[i];
      double pull = Math.abs(data.point[i] - data.free[i]) * inverse + Math.abs(data.linear[i]);
      missing += Math.abs(data.gradient[i]) * inverse;
      if (pull > size) {
        size = pull;
      }
    }
    boolean isOptimal = missing <= RESIDUAL * size && size < Double.POSITIVE_INFINITY;
    for (int j = 0; j < columns; j++) {
      if (data.open[j] == 0 && rowOf[j] >= base) {
        int row = rowOf[j];
        check[row] += problem.softness[row - base] * data.force[row];
        if (!(Math.abs(check[row]) * FEASIBILITY <= RESIDUAL * data.slop[row])) {
          isOptimal = false;
        }
      }
    }
    return isOptimal && least >= -RESIDUAL * size;
  }

  /** Whether the rows just evaluated are all met; NaN is not. */
  private boolean isFeasible() {
    for (int i = 0; i < n; i++) {
      double x = data.point[i];
      if (!(x >= data.lower[i] && x <= data.upper[i] && Double.isFinite(x * data.roots[i]))) {
        return false;
      }
    }
    for (int k = base; k < base + problem.rows; k++) {
      // A row of infinite length, or one that asks for infinity, is not for this way.
      if (!(check[k] >= data.lower[k]
          && check[k] > Double.NEGATIVE_INFINITY
          && data.weight[k] > 0)) {
        return false;
      }
    }
    return true;
  }

  /**
   * One Newton step on the optimality conditions. With g and m what stationarity and the active
   * constraints miss, B and Z the columns: Δx̃ = −B m − Z Zᵀ g and Δy = Bᵀ (g + Δx̃).
   */
  private void refine() {
    final double[] t = data.t;
    final double[] g = data.gradient;
    Arrays.fill(g, n, columns, 0);
    Arrays.fill(shift, 0, columns, 0);
    for (int j = 0; j < columns; j++) {
      int at = j * data.stride;
      double along = 0;
      if (data.open[j] != 0) {
        for (int i = 0; i < columns; i++) {
          along += t[at + i] * g[i];
        }
      } else if (rowOf[j] >= base) {
        along = check[rowOf[j]];
      }
      for (int i = 0; i < columns; i++) {
        shift[i] -= along * t[at + i];
      }
    }
    for (int j = 0; j < columns; j++) {
      if (data.open[j] == 0) {
        int at = j * data.stride;
        double change = 0;
        for (int i = 0; i < columns; i++) {
          change += t[at + i] * (g[i] + shift[i]);
        }
        data.dual[j] += change;
      }
    }
    for (int i = 0; i < n; i++) {
      data.point[i] += shift[i];
    }
  }

  private void publish(int[] previous, double[] solution, double[] multipliers) {
    for (int i = 0; i < n; i++) {
      solution[i] = data.point[i] * data.roots[i];
    }
    int count = 0;
    for (int j = 0; j < columns; j++) {
      if (data.open[j] != 0) {
        continue;
      }
      int row = rowOf[j];
      double dual = Math.max(0, data.dual[j]);
      if (row >= base) {
        previous[count++] = row - base;
        multipliers[row - base] = dual;
        continue;
      }
      // A bound that is active holds to the last bit.
      boolean isLower = signOf[j] > 0;
      int p = isLower ? maxRows + row : maxRows + n + row;
      solution[row] = isLower ? problem.lower[row] : problem.upper[row];
      previous[count++] = p;
      multipliers[p] = dual * data.inverseRoots[row];
    }
  }
}
