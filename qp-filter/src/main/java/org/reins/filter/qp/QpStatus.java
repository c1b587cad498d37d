package org.reins.filter.qp;

/** How a solve ended. */
public enum QpStatus {
  /** The solution satisfies the optimality conditions. */
  SOLVED,
  /** No x satisfies the rows and bounds. */
  INFEASIBLE,
  /** A number in the problem is NaN, or infinite where it may not be. */
  NOT_FINITE,
  /** H is not positive definite. */
  NOT_CONVEX,
  /** The iteration cap was reached before an answer. */
  CAP_REACHED,
  /** The solver's answer does not satisfy the optimality conditions. */
  INACCURATE
}
