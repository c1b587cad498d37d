package org.reins.filter.qp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Over a hundred thousand problems of every kind that a filter can meet, and worse. */
@Tag("campaign")
class QpCampaignTest {
  private static final int SIZES = 40;

  @ParameterizedTest
  @EnumSource
  void aHundredThousandFeasibleProblemsAreSolvedToTheOptimalityConditions(Ground ground) {
    SplittableRandom random = new SplittableRandom(31);
    double worstOfAll = 0;
    for (int size = 0; size < SIZES; size++) {
      int n = random.nextInt(1, 31);
      int most = random.nextInt(0, 201);
      // One solver for many problems: nothing may be left over from the one before.
      DualActiveSetSolver solver = ground.solver(n, most, size % 4 == 0);
      for (int trial = 0; trial < 2_500; trial++) {
        int m = random.nextInt(0, most + 1);
        QpProblem p = RandomQps.feasible(random, n, m, most, trial % 2 == 0);
        if (trial % 3 == 0) {
          RandomQps.makeDense(random, p);
        }
        if (trial % 5 == 0) {
          RandomQps.soften(random, p);
        }
        String which = "size " + size + ", trial " + trial + ", n " + n + ", m " + m;
        assertEquals(QpStatus.SOLVED, solver.solve(p), which);
        double worst = RandomQps.worstResidual(p, solver.solution(), solver.multipliers());
        assertTrue(worst <= 1e-9, which + ": " + worst);
        worstOfAll = Math.max(worstOfAll, worst);
      }
    }
    System.out.println("worst residual of 100,000 problems, " + ground + ": " + worstOfAll);
  }

  @ParameterizedTest
  @EnumSource
  void problemsThatDriftAreSolvedToTheOptimalityConditions_mostOfThemByTheSetOfTheOneBefore(
      Ground ground) {
    SplittableRandom random = new SplittableRandom(37);
    int solves = 0;
    int stood = 0;
    for (int sequence = 0; sequence < 1_000; sequence++) {
      int n = random.nextInt(1, 21);
      int m = random.nextInt(0, 61);
      DualActiveSetSolver solver = ground.solver(n, m, true);
      QpProblem p = RandomQps.feasible(random, n, m, sequence % 2 == 0);
      if (sequence % 3 == 0) {
        RandomQps.makeDense(random, p);
      }
      if (sequence % 5 == 0) {
        RandomQps.soften(random, p);
      }
      for (int step = 0; step < 20; step++) {
        RandomQps.nudge(random, p, 1e-4);
        String which = "sequence " + sequence + ", step " + step + ", n " + n + ", m " + m;
        assertEquals(QpStatus.SOLVED, solver.solve(p), which);
        double worst = RandomQps.worstResidual(p, solver.solution(), solver.multipliers());
        assertTrue(worst <= 1e-9, which + ": " + worst);
        solves++;
        stood += solver.iterations() == 0 ? 1 : 0;
      }
    }
    assertTrue(stood > 0.8 * solves, stood + " of " + solves);
  }

  @ParameterizedTest
  @EnumSource
  void noNumberThatIsNotFiniteIsEverSolved(Ground ground) {
    SplittableRandom random = new SplittableRandom(32);
    double[] bad = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    for (int trial = 0; trial < 20_000; trial++) {
      int n = random.nextInt(1, 13);
      int m = random.nextInt(1, 40);
      QpProblem p = RandomQps.feasible(random, n, m, m, trial % 2 == 0);
      double value = bad[random.nextInt(3)];
      boolean isAllowed = false;
      switch (random.nextInt(7)) {
        case 0 -> p.hessian[random.nextInt(n) * (n + 1)] = value;
        case 1 -> {
          int i = random.nextInt(n);
          p.hessian[i * n + random.nextInt(i + 1)] = value;
        }
        case 2 -> p.linear[random.nextInt(n)] = value;
        case 3 -> p.matrix[random.nextInt(m * n)] = value;
        case 4 -> {
          p.rightHandSide[random.nextInt(m)] = value;
          isAllowed = value == Double.NEGATIVE_INFINITY;
        }
        case 5 -> {
          p.lower[random.nextInt(n)] = value;
          isAllowed = value == Double.NEGATIVE_INFINITY;
        }
        default -> {
          p.upper[random.nextInt(n)] = value;
          isAllowed = value == Double.POSITIVE_INFINITY;
        }
      }
      DualActiveSetSolver solver = ground.solver(n, m, true);
      QpStatus status = solver.solve(p);
      if (isAllowed) {
        assertEquals(QpStatus.SOLVED, status, "trial " + trial);
        assertTrue(
            RandomQps.worstResidual(p, solver.solution(), solver.multipliers()) <= 1e-9,
            "trial " + trial);
      } else {
        assertEquals(QpStatus.NOT_FINITE, status, "trial " + trial + ", " + value);
        assertNotEquals(QpStatus.SOLVED, new OjAlgoQpSolver(n, m).solve(p), "trial " + trial);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void contradictionsAreFound_andTheRowsNamedDoContradictEachOther(Ground ground) {
    SplittableRandom random = new SplittableRandom(33);
    for (int trial = 0; trial < 10_000; trial++) {
      int n = random.nextInt(1, 16);
      int m = random.nextInt(2, 80);
      QpProblem p = RandomQps.feasible(random, n, m, m, trial % 2 == 0);
      if (!RandomQps.contradict(random, p)) {
        continue;
      }
      DualActiveSetSolver solver = ground.solver(n, m, trial % 3 == 0);
      assertEquals(QpStatus.INFEASIBLE, solver.solve(p), "trial " + trial);
      QpProblem alone = new QpProblem(n, m);
      System.arraycopy(p.hessian, 0, alone.hessian, 0, n * n);
      // Rows that differ by 1e-9 contradict each other only where numbers are of human size.
      java.util.Arrays.fill(alone.lower, -1e6);
      java.util.Arrays.fill(alone.upper, 1e6);
      for (int k = 0; k < solver.conflictCount(); k++) {
        int c = solver.conflict(k);
        if (c < m) {
          System.arraycopy(p.matrix, c * n, alone.matrix, alone.rows * n, n);
          alone.rightHandSide[alone.rows++] = p.rightHandSide[c];
        } else if (c < m + n) {
          alone.lower[c - m] = p.lower[c - m];
        } else {
          alone.upper[c - m - n] = p.upper[c - m - n];
        }
      }
      assertTrue(solver.conflictCount() <= n + 1, "trial " + trial);
      assertEquals(
          QpStatus.INFEASIBLE,
          ground.solver(n, m, false).solve(alone),
          "trial " + trial + ": those named do not contradict each other");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whereTheOracleIsRight_bothAgree(Ground ground) {
    SplittableRandom random = new SplittableRandom(34);
    int right = 0;
    for (int trial = 0; trial < 1_500; trial++) {
      int n = random.nextInt(1, 11);
      int m = random.nextInt(0, 25);
      QpProblem p = RandomQps.feasible(random, n, m, m, trial % 2 == 0);
      if (trial % 3 == 0) {
        RandomQps.makeDense(random, p);
      }
      if (trial % 5 == 0) {
        RandomQps.soften(random, p);
      }
      DualActiveSetSolver solver = ground.solver(n, m, false);
      OjAlgoQpSolver oracle = new OjAlgoQpSolver(n, m);
      assertEquals(QpStatus.SOLVED, solver.solve(p));
      if (oracle.solve(p) == QpStatus.SOLVED) {
        right++;
        for (int i = 0; i < n; i++) {
          assertEquals(oracle.solution()[i], solver.solution()[i], 1e-4, "trial " + trial);
        }
        double difference =
            RandomQps.cost(p, solver.solution()) - RandomQps.cost(p, oracle.solution());
        assertTrue(Math.abs(difference) <= 1e-5, "trial " + trial + ": " + difference);
      }
    }
    assertTrue(right > 1_000, "the oracle was right " + right + " times only");
  }

  @Test
  void aSingularHessianIsSolvedByProximalSteps() {
    SplittableRandom random = new SplittableRandom(35);
    for (int trial = 0; trial < 2_000; trial++) {
      int n = random.nextInt(2, 9);
      int m = random.nextInt(1, 20);
      QpProblem p = RandomQps.feasible(random, n, m, m, false);
      // A square of half the rank.
      java.util.Arrays.fill(p.hessian, 0);
      for (int l = 0; l < n / 2; l++) {
        double[] v = new double[n];
        for (int i = 0; i < n; i++) {
          v[i] = random.nextGaussian();
        }
        for (int i = 0; i < n; i++) {
          for (int k = 0; k < n; k++) {
            p.hessian[i * n + k] += v[i] * v[k];
          }
        }
      }
      DualActiveSetSolver solver = new DualActiveSetSolver(n, m, false, 1e-5);
      assertEquals(QpStatus.SOLVED, solver.solve(p), "trial " + trial);
      double worst = RandomQps.worstResidual(p, solver.solution(), solver.multipliers());
      // The factors grow with 1/ε, and rounding with them.
      assertTrue(worst <= 1e-7, "trial " + trial + ": " + worst);
    }
  }
}
