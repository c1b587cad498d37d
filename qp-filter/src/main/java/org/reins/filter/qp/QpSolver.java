package org.reins.filter.qp;

/**
 * Solves {@link QpProblem}s of one size again and again. Never throws and never hangs: every
 * failure is a {@link QpStatus}. Not thread-safe.
 */
public interface QpSolver {
  /**
   * Solves a problem.
   *
   * @param problem not modified
   * @return if this is not {@link QpStatus#SOLVED}, {@link #solution} must not be used
   */
  QpStatus solve(QpProblem problem);

  /** The x of the last solve, length n; owned by the solver, overwritten by {@link #solve}. */
  double[] solution();

  /**
   * Multipliers of the last solve, length maxRows + 2n: rows, lower bounds, upper bounds; all ≥ 0
   * with H x + f = Cᵀ y + y_lb − y_ub. The slack of a soft row is its softness times its
   * multiplier. Owned by the solver, overwritten by {@link #solve}.
   */
  double[] multipliers();

  /** Iterations of the last solve. */
  int iterations();

  /**
   * After {@link QpStatus#INFEASIBLE}: number of constraints known to contradict each other, 0 if
   * the solver cannot tell.
   */
  int conflictCount();

  /**
   * The k-th contradicting constraint: a row index, maxRows + i for a lower bound, or maxRows + n +
   * i for an upper one.
   */
  int conflict(int k);

  /** Discards the data for a warm start. */
  void reset();
}
