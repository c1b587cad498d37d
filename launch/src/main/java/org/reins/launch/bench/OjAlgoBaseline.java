package org.reins.launch.bench;

import org.ojalgo.matrix.store.R064Store;
import org.ojalgo.optimisation.Optimisation;
import org.ojalgo.optimisation.convex.ConvexSolver;
import org.reins.filter.qp.QpProblem;

/**
 * ojAlgo in its fastest configuration for these problems, without our wrapper: sparse=false,
 * matrices filled before the clock starts. Minimises ½ xᵀ Q x − cᵀ x subject to A x ≤ b.
 */
final class OjAlgoBaseline {
  private final R064Store q;
  private final R064Store c;
  private final R064Store a;
  private final R064Store b;
  private final Optimisation.Options options = new Optimisation.Options();

  OjAlgoBaseline(QpProblem p) {
    int n = p.n;
    int bounds = 0;
    for (int i = 0; i < n; i++) {
      bounds += p.lower[i] > Double.NEGATIVE_INFINITY ? 1 : 0;
      bounds += p.upper[i] < Double.POSITIVE_INFINITY ? 1 : 0;
    }
    q = R064Store.FACTORY.make(n, n);
    c = R064Store.FACTORY.make(n, 1);
    a = R064Store.FACTORY.make(p.rows + bounds, n);
    b = R064Store.FACTORY.make(p.rows + bounds, 1);
    int row = p.rows;
    for (int i = 0; i < n; i++) {
      c.set(i, 0, -p.linear[i]);
      for (int k = 0; k < n; k++) {
        q.set(i, k, p.hessian[Math.max(i, k) * n + Math.min(i, k)]);
      }
      if (p.lower[i] > Double.NEGATIVE_INFINITY) {
        a.set(row, i, -1);
        b.set(row++, 0, -p.lower[i]);
      }
      if (p.upper[i] < Double.POSITIVE_INFINITY) {
        a.set(row, i, 1);
        b.set(row++, 0, p.upper[i]);
      }
    }
    for (int k = 0; k < p.rows; k++) {
      for (int i = 0; i < n; i++) {
        a.set(k, i, -p.matrix[k * n + i]);
      }
      b.set(k, 0, -p.rightHandSide[k]);
    }
    options.sparse = false;
  }

  /** Solves; returns the first number of the answer so that nothing is optimised away. */
  double solve() {
    return ConvexSolver.newBuilder()
        .objective(q, c)
        .inequalities(a, b)
        .build(options)
        .solve()
        .doubleValue(0);
  }
}
