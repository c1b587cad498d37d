package org.reins.filter.qp;

/** How a solve ended. */
public enum QpStatus {
  /** The solution satisfies the optimality conditions. */
  SOLVED,
  /** No x satisfies the rows and bounds. */
  INFEASIBLE,
  /** A number in the problem is NaN, or infinite where that is not allowed. */
  NOT_FINITE,
  /** H is not positive definite. */
  NOT_CONVEX,
  /** The iteration limit was reached before an answer was found. */
  CAP_REACHED,
  /** The solver's answer does not satisfy the optimality conditions. */
  INACCURATE
}
