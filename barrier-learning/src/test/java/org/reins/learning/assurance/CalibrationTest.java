package org.reins.learning.assurance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.reins.filter.barrier.Barrier;
import org.reins.filter.barrier.BatchedBarrier;
import org.reins.sim.system.DoubleIntegrator;

class CalibrationTest {
  @Test
  void theBoundsAreThoseOfTheTables() {
    // 3 of 20 at 97.5 %: 0.3789; none of 299 at 95 %: 0.00997 (Clopper and Pearson).
    assertEquals(0.37893, ClopperPearson.upper(3, 20, 0.975), 1e-4);
    assertEquals(0.009969, ClopperPearson.upper(0, 299, 0.95), 1e-5);
    assertEquals(1, ClopperPearson.upper(5, 5, 0.95));
    // A large one, where single terms underflow.
    assertEquals(0.0102, ClopperPearson.upper(1_000, 100_000, 0.5), 3e-4);
  }

  @Test
  void theMarginMissesNoMoreThanAskedFor_overManyCalibrations() {
    SplittableRandom random = new SplittableRandom(1);
    double missed = 0;
    int trials = 2_000;
    for (int t = 0; t < trials; t++) {
      List<Calibration.Lost> lost = new ArrayList<>();
      for (int i = 0; i < 120; i++) {
        lost.add(new Calibration.Lost(random.nextDouble(), "any", "all"));
      }
      // A fresh score is above δ with this chance.
      missed += 1 - Calibration.of(lost, 0.05).delta();
    }
    assertTrue(missed / trials < 0.05, "missed " + missed / trials);
    assertTrue(missed / trials > 0.02, "far too shy: " + missed / trials);
  }

  @Test
  void ofSeveralKindsTheLargestMarginCounts() {
    List<Calibration.Lost> lost = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      lost.add(new Calibration.Lost(i % 2 == 0 ? 0.1 : 0.3, i % 2 == 0 ? "low" : "high", ""));
    }
    assertEquals(0.3, Calibration.of(lost, 0.1).delta());
  }

  @Test
  void tooFewTrajectoriesAreRefusedWithHowManyAreNeeded() {
    List<Calibration.Lost> few = List.of(new Calibration.Lost(1, "any", "a"));
    String message =
        assertThrows(IllegalArgumentException.class, () -> Calibration.of(few, 0.01)).getMessage();
    assertTrue(message.contains("needs at least 198"), message);
  }

  @Test
  void theMarginIsNeverNegativeAndRegionsAreTestedOnTheirOwn() {
    List<Calibration.Lost> lost = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      lost.add(new Calibration.Lost(-1 - i, "any", i % 4 < 2 ? "left" : "right"));
    }
    Calibration c = Calibration.of(lost, 0.01);
    assertEquals(0, c.delta());
    assertEquals(
        List.of("any", "any, left", "any, right"),
        c.regions().stream().map(Calibration.Region::name).toList());
    assertEquals(200, c.regions().get(0).lost());
    assertEquals(0, c.regions().get(1).missed());
  }

  @Test
  void drivenTrajectoriesAreLostWhereTheKernelEnds() {
    DoubleIntegrator system = new DoubleIntegrator();
    List<Calibration.Lost> lost =
        new DrivenTrajectories(system)
            .lost(() -> BatchedBarrier.oneByOne(new ExactBarrier()), 500, 20_000, 1, share -> {});
    assertEquals(1_000, lost.size());
    // The exact value: no lost start may have a positive one, but for what sampling costs.
    for (Calibration.Lost l : lost) {
      assertTrue(l.score() < 0.03, "score " + l.score());
    }
  }

  /** The analytic value function of the double integrator. */
  static final class ExactBarrier implements Barrier {
    private final double[] gradient = new double[2];

    @Override
    public int inputs() {
      return 2;
    }

    @Override
    public double evaluate(double[] x) {
      double e = 1e-6;
      double v = DoubleIntegrator.value(x[0], x[1]);
      gradient[0] = (DoubleIntegrator.value(x[0] + e, x[1]) - v) / e;
      gradient[1] = (DoubleIntegrator.value(x[0], x[1] + e) - v) / e;
      return v;
    }

    @Override
    public double[] gradient() {
      return gradient;
    }
  }
}
