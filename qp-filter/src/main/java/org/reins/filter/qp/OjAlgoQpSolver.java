package org.reins.filter.qp;

import java.util.Arrays;
import org.ojalgo.matrix.store.R064Store;
import org.ojalgo.optimisation.Optimisation;
import org.ojalgo.optimisation.convex.ConvexSolver;
import org.ojalgo.structure.Access1D;

/**
 * ojAlgo's convex solver behind our interface: a second opinion, selectable, and the oracle of our
 * tests. It builds a new solver for every problem. That allocates tens to hundreds of kilobytes per
 * solve and takes one to two orders of magnitude more time, so the control loop should not run on
 * it.
 *
 * <p>Guards against these faults (version 57.1, each observed): it calls NaN solutions optimal,
 * ignores rows that hold NaN, calls wrong answers optimal if rows differ in scale by 1e8, calls an
 * infeasible answer feasible after running out of iterations, and returns the answer of another
 * problem when given a start. Therefore numbers are checked first, rows are scaled to unit length,
 * every solve starts cold, and an answer is accepted only if it satisfies the optimality
 * conditions. The slack of a soft row is an additional variable.
 */
public final class OjAlgoQpSolver implements QpSolver {
  private static final double TOLERANCE = 1e-6;
  private static final long MILLISECONDS_CAP = 2_000;

  private final int n;
  private final int maxRows;
  private final double[] solution;
  private final double[] multipliers;
  private final double[] scale;
  private int iterations;

  /**
   * Creates a solver.
   *
   * @param n number of variables
   * @param maxRows largest number of rows
   */
  public OjAlgoQpSolver(int n, int maxRows) {
    this.n = n;
    this.maxRows = maxRows;
    solution = new double[n];
    multipliers = new double[maxRows + 2 * n];
    scale = new double[maxRows];
  }

  @Override
  public double[] solution() {
    return solution;
  }

  @Override
  public double[] multipliers() {
    return multipliers;
  }

  /** Not reported by ojAlgo: 1 after a solve that reached it, else 0. */
  @Override
  public int iterations() {
    return iterations;
  }

  /** 0: ojAlgo does not report which rows contradict each other. */
  @Override
  public int conflictCount() {
    return 0;
  }

  @Override
  public int conflict(int k) {
    throw new IndexOutOfBoundsException("no conflicting rows are known");
  }

  @Override
  public void reset() {
    // Nothing is kept between solves.
  }

  // The replacement of getMultipliers supports only problems stated as ojAlgo's models.
  @SuppressWarnings("deprecation")
  @Override
  public QpStatus solve(QpProblem p) {
    iterations = 0;
    Arrays.fill(multipliers, 0);
    if (!isFinite(p)) {
      return QpStatus.NOT_FINITE;
    }
    for (int i = 0; i < n; i++) {
      if (p.lower[i] > p.upper[i]) {
        return QpStatus.INFEASIBLE;
      }
    }
    Translation translation = new Translation(p);
    if (translation.contradiction) {
      return QpStatus.INFEASIBLE;
    }
    Optimisation.Options options = new Optimisation.Options();
    options.sparse = false;
    options.iterations_abort = 50 * (n + 1) + 10 * p.rows;
    options.time_abort = MILLISECONDS_CAP;
    Optimisation.Result result;
    try {
      ConvexSolver.Builder builder =
          ConvexSolver.newBuilder().objective(translation.q, translation.c);
      if (translation.count > 0) {
        builder.inequalities(translation.a, translation.b);
      }
      result = builder.build(options).solve();
    } catch (RuntimeException e) {
      // It throws on matrices that it cannot factor.
      return QpStatus.INACCURATE;
    }
    iterations = 1;
    switch (result.getState()) {
      case INFEASIBLE -> {
        return QpStatus.INFEASIBLE;
      }
      case FEASIBLE, APPROXIMATE -> {
        return QpStatus.CAP_REACHED;
      }
      default -> {}
    }
    if (!result.getState().isOptimal() || result.getMultipliers().isEmpty()) {
      return QpStatus.INACCURATE;
    }
    translation.read(result, result.getMultipliers().get());
    return KktResidual.worst(p, solution, multipliers) <= TOLERANCE
        ? QpStatus.SOLVED
        : QpStatus.INACCURATE;
  }

  private boolean isFinite(QpProblem p) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += 0 * p.linear[i];
      for (int k = 0; k <= i; k++) {
        sum += 0 * p.hessian[i * n + k];
      }
      if (!(p.lower[i] < Double.POSITIVE_INFINITY) || !(p.upper[i] > Double.NEGATIVE_INFINITY)) {
        return false;
      }
    }
    for (int k = 0; k < p.rows; k++) {
      for (int i = 0; i < n; i++) {
        sum += 0 * p.matrix[k * n + i];
      }
      if (!(p.rightHandSide[k] < Double.POSITIVE_INFINITY)
          || !(p.softness[k] >= 0 && p.softness[k] < Double.POSITIVE_INFINITY)) {
        return false;
      }
    }
    return sum == 0;
  }

  /** The problem in ojAlgo's form: minimise ½ zᵀ Q z − cᵀ z subject to A z ≤ b, z = (x, s). */
  private final class Translation {
    final R064Store q;
    final R064Store c;
    R064Store a;
    R064Store b;
    final int[] source;
    boolean contradiction;
    int count;

    Translation(QpProblem p) {
      int soft = 0;
      for (int k = 0; k < p.rows; k++) {
        soft += p.softness[k] > 0 ? 1 : 0;
      }
      int size = n + soft;
      q = R064Store.FACTORY.make(size, size);
      c = R064Store.FACTORY.make(size, 1);
      source = new int[p.rows + 2 * n];
      R064Store all = R064Store.FACTORY.make(p.rows + 2 * n, size);
      double[] limit = new double[p.rows + 2 * n];
      for (int i = 0; i < n; i++) {
        c.set(i, 0, -p.linear[i]);
        for (int l = 0; l < n; l++) {
          q.set(i, l, p.hessian[Math.max(i, l) * n + Math.min(i, l)]);
        }
      }
      int slack = n;
      for (int k = 0; k < p.rows; k++) {
        double length = 0;
        for (int i = 0; i < n; i++) {
          length = Math.hypot(length, p.matrix[k * n + i]);
        }
        scale[k] = length > 0 ? 1 / length : 0;
        if (length == 0 && p.rightHandSide[k] > 0 && p.softness[k] == 0) {
          contradiction = true;
        }
        if (p.softness[k] > 0) {
          q.set(slack, slack, 1 / p.softness[k]);
          if (length > 0) {
            all.set(count, slack, -scale[k]);
          }
          slack++;
        }
        if (length == 0 || p.rightHandSide[k] == Double.NEGATIVE_INFINITY) {
          continue;
        }
        for (int i = 0; i < n; i++) {
          all.set(count, i, -p.matrix[k * n + i] * scale[k]);
        }
        limit[count] = -p.rightHandSide[k] * scale[k];
        source[count++] = k;
      }
      for (int i = 0; i < n; i++) {
        if (p.lower[i] > Double.NEGATIVE_INFINITY) {
          all.set(count, i, -1);
          limit[count] = -p.lower[i];
          source[count++] = maxRows + i;
        }
        if (p.upper[i] < Double.POSITIVE_INFINITY) {
          all.set(count, i, 1);
          limit[count] = p.upper[i];
          source[count++] = maxRows + n + i;
        }
      }
      a = R064Store.FACTORY.make(count, size);
      b = R064Store.FACTORY.make(count, 1);
      for (int k = 0; k < count; k++) {
        b.set(k, 0, limit[k]);
        for (int i = 0; i < size; i++) {
          a.set(k, i, all.get(k, i));
        }
      }
    }

    void read(Optimisation.Result result, Access1D<?> y) {
      for (int i = 0; i < n; i++) {
        solution[i] = result.doubleValue(i);
      }
      for (int k = 0; k < count; k++) {
        double factor = source[k] < maxRows ? scale[source[k]] : 1;
        multipliers[source[k]] = y.doubleValue(k) * factor;
      }
    }
  }
}
