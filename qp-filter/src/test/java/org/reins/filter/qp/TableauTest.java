package org.reins.filter.qp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reins.filter.AllocationMeter;

class TableauTest {
  private final SplittableRandom random = new SplittableRandom(51);

  @BeforeEach
  void onlyWhereThereAreVectorRegisters() {
    String obstacle = DualActiveSetSolver.vectorObstacle();
    assumeTrue(obstacle.isEmpty(), "no tableau: " + obstacle);
  }

  @Test
  void ofProblemsLikeAFiltersAllButAFewAreAnsweredByTheTableauItself() {
    int answered = 0;
    for (int trial = 0; trial < 5_000; trial++) {
      int n = random.nextInt(1, 16);
      int m = random.nextInt(0, 41);
      QpProblem p = filterLike(n, m);
      if (new Solve(p).isSolved(0)) {
        answered++;
      }
    }
    assertTrue(answered > 4_950, answered + " of 5000");
  }

  @Test
  void anAnswerItGivesMeetsTheOptimalityConditions_coldAndWarm_hardAndSoft() {
    int warm = 0;
    for (int trial = 0; trial < 5_000; trial++) {
      int n = random.nextInt(1, 16);
      int m = random.nextInt(0, 41);
      QpProblem p = RandomQps.feasible(random, n, m, trial % 2 == 0);
      if (trial % 3 == 0) {
        RandomQps.soften(random, p);
      }
      Solve solve = new Solve(p);
      int count = 0;
      for (int step = 0; step < 4; step++) {
        if (solve.isSolved(count)) {
          warm += count > 0 ? 1 : 0;
          count = solve.tableau.active();
          double worst = RandomQps.worstResidual(p, solve.x, solve.y);
          assertTrue(worst <= 1e-10, "trial " + trial + ", step " + step + ": " + worst);
        } else {
          count = 0;
        }
        RandomQps.nudge(random, p, 1e-2);
      }
    }
    assertTrue(warm > 5_000, "only " + warm + " warm");
  }

  @Test
  void whenNothingHasChanged_aWarmStartTakesNoStep() {
    for (int trial = 0; trial < 500; trial++) {
      QpProblem p = filterLike(8, 30);
      Solve solve = new Solve(p);
      assertTrue(solve.isSolved(0));
      double[] cold = solve.x.clone();
      assertTrue(solve.isSolved(solve.tableau.active()));
      assertEquals(0, solve.tableau.iterations());
      assertArrayEquals(cold, solve.x, 1e-11);
    }
  }

  @Test
  void aBoundThatIsActiveHoldsToTheLastBit() {
    QpProblem p = new QpProblem(2, 0);
    p.hessian[0] = 0.7;
    p.linear[0] = -9;
    p.linear[1] = 9;
    p.upper[0] = 0.1;
    p.lower[1] = -0.3;
    Solve solve = new Solve(p);
    assertTrue(solve.isSolved(0));
    assertArrayEquals(new double[] {0.1, -0.3}, solve.x, 0);
    assertArrayEquals(new double[] {0, 8.7, 8.93, 0}, solve.y, 1e-14);
  }

  @Test
  void whenMoreSoftRowsComeUpThanThereIsRoomFor_theOtherWayAnswers() {
    QpProblem p = new QpProblem(2, 20);
    p.rows = 20;
    for (int k = 0; k < 20; k++) {
      p.matrix[2 * k] = Math.cos(0.3 * k);
      p.matrix[2 * k + 1] = Math.sin(0.3 * k);
      p.rightHandSide[k] = 1;
      p.softness[k] = 0.1;
    }
    assertTrue(!new Solve(p).isSolved(0));
    DualActiveSetSolver solver = DualActiveSetSolver.vector(2, 20, true);
    assertEquals(QpStatus.SOLVED, solver.solve(p));
    assertTrue(RandomQps.worstResidual(p, solver.solution(), solver.multipliers()) <= 1e-12);
  }

  @Test
  void whenItWereTooLarge_thereIsNone_andTheSolverWorksAllTheSame() {
    assertNull(Tableau.make(40, 300));
    QpProblem p = RandomQps.feasible(random, 40, 300, false);
    DualActiveSetSolver solver = DualActiveSetSolver.vector(40, 300, false);
    assertEquals(QpStatus.SOLVED, solver.solve(p));
  }

  @Test
  void solvingAllocatesNothing_alsoWhenTheNumberOfRowsChangesAndRowsAreSoft() {
    DualActiveSetSolver solver = DualActiveSetSolver.vector(12, 36, true);
    QpProblem[] problems = new QpProblem[8];
    for (int k = 0; k < problems.length; k++) {
      problems[k] = RandomQps.feasible(random, 12, 36, false);
      problems[k].rows = 36 - 3 * k;
      if (k % 2 == 0) {
        RandomQps.soften(random, problems[k]);
      }
    }
    int[] next = {0};
    AllocationMeter.assertNoAllocation(
        () -> solver.solve(problems[next[0]++ & problems.length - 1]));
  }

  /** Rows of like length, bounds, and a point that meets all with a margin. */
  private QpProblem filterLike(int n, int m) {
    QpProblem p = new QpProblem(n, m);
    p.rows = m;
    double[] inside = new double[n];
    for (int i = 0; i < n; i++) {
      inside[i] = random.nextDouble(-0.3, 0.3);
      p.hessian[i * n + i] = random.nextDouble(0.5, 2);
      p.linear[i] = 2 * random.nextGaussian();
      p.lower[i] = -1;
      p.upper[i] = 1;
    }
    for (int k = 0; k < m; k++) {
      double reached = 0;
      for (int i = 0; i < n; i++) {
        p.matrix[k * n + i] = random.nextGaussian();
        reached += p.matrix[k * n + i] * inside[i];
      }
      p.rightHandSide[k] = reached - random.nextDouble(0.02, 0.5);
    }
    return p;
  }

  /** A tableau for one problem, and its answer. */
  private static final class Solve {
    final QpProblem problem;
    final Tableau tableau;
    final double[] x;
    final double[] y;
    final int[] previous;

    Solve(QpProblem problem) {
      this.problem = problem;
      tableau = Tableau.make(problem.n, problem.maxRows);
      x = new double[problem.n];
      y = new double[problem.maxRows + 2 * problem.n];
      previous = new int[problem.n + problem.maxRows];
    }

    /** Solves, with the first constraints of the solve before to start with. */
    boolean isSolved(int count) {
      Arrays.fill(y, 0);
      return tableau.solve(problem, previous, count, x, y);
    }
  }
}
