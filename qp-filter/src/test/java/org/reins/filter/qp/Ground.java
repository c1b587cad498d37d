package org.reins.filter.qp;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What a solver of our own runs on. */
enum Ground {
  PLAIN_LOOPS,
  VECTOR_REGISTERS;

  /** Makes a solver; ends the test as skipped, with the reason, where there are no registers. */
  DualActiveSetSolver solver(int n, int maxRows, boolean warmStart) {
    if (this == PLAIN_LOOPS) {
      return new DualActiveSetSolver(n, maxRows, warmStart);
    }
    String obstacle = DualActiveSetSolver.vectorObstacle();
    assumeTrue(obstacle.isEmpty(), "no solver on vector registers: " + obstacle);
    return DualActiveSetSolver.vector(n, maxRows, warmStart);
  }
}
