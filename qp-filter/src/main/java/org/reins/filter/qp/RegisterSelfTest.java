package org.reins.filter.qp;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;

/**
 * Decides whether vector registers may be used in this virtual machine. Code on vector registers
 * reaches its speed, and allocates nothing, only once the compiler has compiled all of it, and an
 * incubating interface may change. So random problems of several sizes, hard and soft, cold and
 * warm, are solved until some rounds of them allocate nothing, and every answer of the first round
 * is compared with that of the other method.
 */
final class RegisterSelfTest {
  private static final int ROUND = 50;
  // In the thread's own CPU time.
  private static final long MOST_NANOS = 20_000_000_000L;
  private static final int QUIET_ROUNDS = 5;
  private static final double LIKE = 1e-8;
  private static final int[][] SIZES = {{4, 3}, {7, 16}, {12, 36}, {13, 40}, {21, 33}};

  // Null before the first query.
  private static String obstacle;

  private final SplittableRandom random = new SplittableRandom(20);
  private final Trial[] trials = new Trial[SIZES.length];

  private RegisterSelfTest() {
    for (int k = 0; k < SIZES.length; k++) {
      trials[k] = new Trial(SIZES[k][0], SIZES[k][1]);
    }
  }

  /**
   * The reason why vector registers cannot be used in this virtual machine, empty if there is none.
   */
  static synchronized String obstacle() {
    if (obstacle == null) {
      obstacle = find();
    }
    return obstacle;
  }

  private static String find() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return "started without --add-modules jdk.incubator.vector";
    }
    String flag = DualActiveSetSolver.VECTOR_FLAG;
    if (!ManagementFactory.getRuntimeMXBean().getInputArguments().contains(flag)) {
      return "started without " + flag;
    }
    if (Tableau.make(1, 1) == null || NormalEquations.onVectors(1) == null) {
      return "this virtual machine has no vector registers of 512 bits";
    }
    if (!(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean meter)
        || !meter.isThreadAllocatedMemorySupported()
        || !meter.isCurrentThreadCpuTimeSupported()) {
      return "this virtual machine does not report a thread's allocations or CPU time";
    }
    RegisterSelfTest test = new RegisterSelfTest();
    if (!test.isRight()) {
      return "its self-test gave a different answer";
    }
    return test.fallsQuiet(meter) ? "" : "it still allocated at the end of its self-test";
  }

  /** Whether some rounds in a row allocate nothing, within the time limit. */
  private boolean fallsQuiet(ThreadMXBean meter) {
    long end = meter.getCurrentThreadCpuTime() + MOST_NANOS;
    int quiet = 0;
    while (quiet < QUIET_ROUNDS && meter.getCurrentThreadCpuTime() < end) {
      long before = meter.getCurrentThreadAllocatedBytes();
      round();
      quiet = meter.getCurrentThreadAllocatedBytes() == before ? quiet + 1 : 0;
    }
    return quiet == QUIET_ROUNDS;
  }

  private boolean isRight() {
    for (int k = 0; k < ROUND; k++) {
      for (Trial t : trials) {
        if (!t.isRight(random, k)) {
          return false;
        }
      }
    }
    return true;
  }

  private void round() {
    for (int k = 0; k < ROUND; k++) {
      for (Trial t : trials) {
        t.next(random, k);
        t.solver.solve(t.problem);
      }
    }
  }

  /** One size of problem. */
  private static final class Trial {
    private final int n;
    private final QpProblem problem;
    private final DualActiveSetSolver solver;
    private final DualActiveSetSolver other;

    Trial(int n, int rows) {
      this.n = n;
      problem = new QpProblem(n, rows);
      solver = DualActiveSetSolver.onVectors(n, rows, true);
      other = new DualActiveSetSolver(n, rows, false);
    }

    /** A problem like a filter's; most of them drift from the previous one. */
    void next(SplittableRandom random, int k) {
      if (k % 4 != 0) {
        for (int i = 0; i < n; i++) {
          problem.linear[i] += random.nextDouble(-0.3, 0.3);
        }
        return;
      }
      problem.rows = random.nextInt(problem.maxRows + 1);
      for (int i = 0; i < n; i++) {
        problem.hessian[i * n + i] = random.nextDouble(0.5, 2);
        problem.linear[i] = random.nextDouble(-3, 3);
        problem.lower[i] = -1;
        problem.upper[i] = 1;
      }
      for (int r = 0; r < problem.rows; r++) {
        double margin = random.nextDouble(0.02, 0.5);
        for (int i = 0; i < n; i++) {
          problem.matrix[r * n + i] = random.nextDouble(-2, 2);
        }
        boolean isSoft = k % 3 == 0 && r % 6 == 0;
        problem.softness[r] = isSoft ? 1e-3 : 0;
        problem.rightHandSide[r] = isSoft ? margin : -margin;
      }
    }

    boolean isRight(SplittableRandom random, int k) {
      next(random, k);
      QpStatus status = solver.solve(problem);
      if (other.solve(problem) != status) {
        return false;
      }
      double most = 0;
      for (int i = 0; i < n && status == QpStatus.SOLVED; i++) {
        most = Math.max(most, Math.abs(solver.solution()[i] - other.solution()[i]));
      }
      return most <= LIKE;
    }
  }
}
