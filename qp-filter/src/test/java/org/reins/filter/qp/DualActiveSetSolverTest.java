package org.reins.filter.qp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reins.filter.AllocationMeter;

class DualActiveSetSolverTest {
  @ParameterizedTest
  @EnumSource
  void aWarmStartGivesTheSameSolutionAsAColdOne(Ground ground) {
    SplittableRandom random = new SplittableRandom(3);
    DualActiveSetSolver warm = ground.solver(8, 30, true);
    DualActiveSetSolver cold = ground.solver(8, 30, false);
    QpProblem p = RandomQps.feasible(random, 8, 30, false);
    long warmIterations = 0;
    long coldIterations = 0;
    for (int k = 0; k < 2_000; k++) {
      for (int i = 0; i < 8; i++) {
        p.linear[i] += 0.01 * random.nextGaussian();
      }
      assertEquals(QpStatus.SOLVED, warm.solve(p));
      assertEquals(QpStatus.SOLVED, cold.solve(p));
      assertArrayEquals(cold.solution(), warm.solution(), 1e-9);
      warmIterations += warm.iterations();
      coldIterations += cold.iterations();
    }
    assertTrue(warmIterations < coldIterations / 4, warmIterations + " of " + coldIterations);
  }

  @ParameterizedTest
  @EnumSource
  void whenTheActiveSetStillHolds_nothingIsAddedOrDropped(Ground ground) {
    SplittableRandom random = new SplittableRandom(7);
    for (int trial = 0; trial < 200; trial++) {
      QpProblem p = RandomQps.feasible(random, 8, 30, false);
      if (trial % 2 == 0) {
        RandomQps.makeDense(random, p);
      }
      DualActiveSetSolver warm = ground.solver(8, 30, true);
      warm.solve(p);
      double[] cold = warm.solution().clone();
      assertEquals(QpStatus.SOLVED, warm.solve(p));
      assertEquals(0, warm.iterations());
      assertArrayEquals(cold, warm.solution(), 1e-12);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whenTheProblemIsAnotherOne_aWarmStartCostsNoMoreIterationsThanAColdOne(Ground ground) {
    SplittableRandom random = new SplittableRandom(8);
    DualActiveSetSolver warm = ground.solver(8, 30, true);
    DualActiveSetSolver cold = ground.solver(8, 30, false);
    long warmIterations = 0;
    long coldIterations = 0;
    for (int k = 0; k < 1_000; k++) {
      QpProblem p = RandomQps.feasible(random, 8, 30, false);
      warm.solve(p);
      cold.solve(p);
      assertArrayEquals(cold.solution(), warm.solution(), 1e-9);
      warmIterations += warm.iterations();
      coldIterations += cold.iterations();
    }
    assertTrue(warmIterations < 1.02 * coldIterations, warmIterations + " of " + coldIterations);
  }

  @ParameterizedTest
  @EnumSource
  void whenRowsContradictEachOther_theyAreNamed(Ground ground) {
    QpProblem p = new QpProblem(3, 3);
    p.rows = 3;
    set(p, 0, 1, 1, 0, 1); // x + y ≥ 1
    set(p, 1, 0, 0, 1, -5); // z ≥ −5
    set(p, 2, -1, -1, 0, 0); // x + y ≤ 0
    DualActiveSetSolver solver = ground.solver(3, 3, false);
    assertEquals(QpStatus.INFEASIBLE, solver.solve(p));
    List<Integer> conflict = new ArrayList<>();
    for (int k = 0; k < solver.conflictCount(); k++) {
      conflict.add(solver.conflict(k));
    }
    conflict.sort(null);
    assertEquals(List.of(0, 2), conflict);
  }

  @ParameterizedTest
  @EnumSource
  void whenARowContradictsTheBounds_itIsInfeasible(Ground ground) {
    QpProblem p = new QpProblem(2, 1);
    p.rows = 1;
    p.matrix[0] = 1;
    p.matrix[1] = 1;
    p.rightHandSide[0] = 3;
    p.upper[0] = 1;
    p.upper[1] = 1;
    assertEquals(QpStatus.INFEASIBLE, ground.solver(2, 1, false).solve(p));
  }

  @ParameterizedTest
  @EnumSource
  void whenBoundsAreCrossed_itIsInfeasible(Ground ground) {
    QpProblem p = new QpProblem(2, 0);
    p.lower[1] = 1;
    p.upper[1] = 0.5;
    assertEquals(QpStatus.INFEASIBLE, ground.solver(2, 0, false).solve(p));
  }

  @ParameterizedTest
  @EnumSource
  void whenAZeroRowAsksForMoreThanZero_itIsInfeasible(Ground ground) {
    QpProblem p = new QpProblem(2, 1);
    p.rows = 1;
    p.rightHandSide[0] = 0.1;
    assertEquals(QpStatus.INFEASIBLE, ground.solver(2, 1, false).solve(p));
  }

  @ParameterizedTest
  @EnumSource
  void whenTheHessianIsSingular_itIsSaidSo(Ground ground) {
    QpProblem p = new QpProblem(2, 0);
    p.hessian[3] = 0;
    assertEquals(QpStatus.NOT_CONVEX, ground.solver(2, 0, false).solve(p));
  }

  @ParameterizedTest
  @EnumSource
  void aNumberThatIsNotFiniteIsNeverSolved(Ground ground) {
    SplittableRandom random = new SplittableRandom(4);
    for (double bad :
        new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      for (int place = 0; place < 5; place++) {
        QpProblem p = RandomQps.feasible(random, 4, 6, false);
        switch (place) {
          case 0 -> p.hessian[5] = bad;
          case 1 -> p.linear[2] = bad;
          case 2 -> p.matrix[9] = bad;
          case 3 -> p.rightHandSide[3] = bad == Double.NEGATIVE_INFINITY ? Double.NaN : bad;
          default -> p.lower[1] = bad == Double.NEGATIVE_INFINITY ? Double.NaN : bad;
        }
        QpStatus status = ground.solver(4, 6, true).solve(p);
        assertEquals(QpStatus.NOT_FINITE, status, bad + " at " + place);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerThatOverflowsIsNotOne(Ground ground) {
    QpProblem p = new QpProblem(2, 1);
    p.hessian[0] = 1e-300;
    p.linear[0] = -1e200;
    assertEquals(QpStatus.NOT_FINITE, ground.solver(2, 1, false).solve(p));
  }

  @ParameterizedTest
  @EnumSource
  void solvingAllocatesNothing(Ground ground) {
    SplittableRandom random = new SplittableRandom(6);
    DualActiveSetSolver solver = ground.solver(8, 30, true);
    QpProblem p = RandomQps.feasible(random, 8, 30, false);
    AllocationMeter.assertNoAllocation(
        () -> {
          p.linear[0] = -p.linear[0];
          solver.solve(p);
        });
  }

  private static void set(QpProblem p, int row, double a, double b, double c, double d) {
    p.matrix[row * 3] = a;
    p.matrix[row * 3 + 1] = b;
    p.matrix[row * 3 + 2] = c;
    p.rightHandSide[row] = d;
  }
}
