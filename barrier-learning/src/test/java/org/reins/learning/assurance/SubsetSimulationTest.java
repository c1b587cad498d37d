package org.reins.learning.assurance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Importance splitting, against probabilities that are known exactly. */
class SubsetSimulationTest {
  private static SubsetSimulation.Estimate run(
      int walking,
      int redrawn,
      int size,
      int levels,
      long seed,
      ToDoubleFunction<double[]> margin) {
    SubsetSimulation s =
        new SubsetSimulation(walking, redrawn, size, levels, new SplittableRandom(seed));
    while (!s.next().isEmpty()) {
      s.tell(s.next().stream().mapToDouble(margin).toArray());
    }
    return s.estimate();
  }

  /** A corner of the cube: the sum of d coordinates is below s with the probability s^d / d!. */
  private static ToDoubleFunction<double[]> corner(int d, double s) {
    return x -> {
      double sum = 0;
      for (int i = 0; i < d; i++) {
        sum += x[i];
      }
      return sum - s;
    };
  }

  private static double share(int d, double s) {
    double p = 1;
    for (int i = 1; i <= d; i++) {
      p *= s / i;
    }
    return p;
  }

  @ParameterizedTest
  @CsvSource({"1, 0.2, 10", "2, 0.05, 10", "3, 0.1, 18", "4, 0.1, 6", "6, 0.2, 18"})
  void theMeanOfManyEstimatesIsTheTrueProbability_andTheirSpreadIsNearTheErrorThatTheySay(
      int d, double s, int walking) {
    double truth = share(d, s);
    int repetitions = 60;
    double sum = 0;
    double squares = 0;
    double said = 0;
    int covered = 0;
    for (int k = 0; k < repetitions; k++) {
      SubsetSimulation.Estimate e = run(walking, 0, 500, 12, 100 + k, corner(d, s));
      double ratio = e.probability() / truth;
      sum += ratio;
      squares += ratio * ratio;
      said += e.error();
      covered += truth <= e.atMost(0.99) ? 1 : 0;
    }
    double mean = sum / repetitions;
    double spread = Math.sqrt(squares / repetitions - mean * mean);
    double error = said / repetitions;
    String figures =
        "truth "
            + truth
            + ", mean "
            + mean
            + ", spread "
            + spread
            + ", said "
            + error
            + ", "
            + covered;
    // Levels chosen from the points make the mean some percent too large, never much too small.
    assertTrue(mean > 1 - 3 * spread / Math.sqrt(repetitions), figures);
    assertTrue(mean < 1.2 + 3 * spread / Math.sqrt(repetitions), figures);
    assertTrue(error > spread / 2 && error < 2 * spread, figures);
    assertTrue(covered >= 54, figures);
  }

  @Test
  void aSeedThatIsRedrawnIsAveragedOver() {
    // The seed halves the room: half of the runs fail below 0.001, half below 0.002.
    ToDoubleFunction<double[]> margin = x -> x[0] - (x[1] < 0.5 ? 0.001 : 0.002);
    double sum = 0;
    for (int k = 0; k < 40; k++) {
      sum += run(1, 1, 500, 12, k, margin).probability();
    }
    assertEquals(0.0015, sum / 40, 0.00015);
  }

  @Test
  void whenOnlyTheSeedDecides_theChainsHardlyMoveAndItSaysSo() {
    assertTrue(run(0, 1, 500, 12, 1, x -> x[0] - 0.0005).moved() < 0.1);
    assertTrue(run(3, 0, 500, 12, 1, corner(2, 0.05)).moved() > 0.2);
  }

  @Test
  void farFewerRunsAreNeededThanByPlainDrawing() {
    SubsetSimulation.Estimate e = run(6, 0, 500, 12, 1, corner(2, 0.002));
    double plain = 1 / (e.error() * e.error() * share(2, 0.002));
    assertTrue(e.evaluations() < 5000 && plain > 1e6, e + ", plain " + plain);
  }

  @Test
  void theSamePointsFollowFromTheSameSeedAndMargins() {
    SubsetSimulation a = new SubsetSimulation(3, 1, 100, 8, new SplittableRandom(5));
    SubsetSimulation b = new SubsetSimulation(3, 1, 100, 8, new SplittableRandom(5));
    while (!a.next().isEmpty()) {
      double[] margins = a.next().stream().mapToDouble(corner(2, 0.01)).toArray();
      assertEquals(a.next().size(), b.next().size());
      for (int k = 0; k < margins.length; k++) {
        assertArrayEquals(a.next().get(k), b.next().get(k));
      }
      a.tell(margins);
      b.tell(margins);
    }
    assertEquals(a.estimate(), b.estimate());
  }

  @Test
  void whenNothingFails_theBoundIsWhatTheLastLevelAllows() {
    SubsetSimulation.Estimate e = run(2, 0, 200, 3, 1, x -> x[0] + 1);
    assertEquals(0, e.probability());
    assertEquals(3, e.levels());
    double last = 1 - Math.pow(0.01, 1.0 / 200);
    assertTrue(e.atMost(0.99) >= 0.01 * last && e.atMost(0.99) < 0.05 * last, e.toString());
  }

  @Test
  void whenAllMarginsAreTheSame_itEndsAfterOneLevel() {
    SubsetSimulation.Estimate e = run(2, 0, 100, 8, 1, x -> 1);
    assertEquals(1, e.levels());
    assertEquals(0, e.probability());
    assertEquals(ClopperPearson.upper(0, 100, 0.99), e.atMost(0.99), 1e-9);
  }

  @Test
  void aMarginThatIsNoNumberIsAFailure() {
    SubsetSimulation.Estimate e = run(1, 0, 1000, 8, 1, x -> x[0] < 0.05 ? Double.NaN : 1 + x[0]);
    assertEquals(0.05, e.probability(), 0.02);
  }

  @Test
  void whenItCannotWork_itSaysWhy() {
    SplittableRandom random = new SplittableRandom(1);
    assertThrows(IllegalArgumentException.class, () -> new SubsetSimulation(0, 0, 100, 5, random));
    assertThrows(IllegalArgumentException.class, () -> new SubsetSimulation(1, 0, 10, 5, random));
    SubsetSimulation s = new SubsetSimulation(1, 0, 100, 5, random);
    assertThrows(IllegalArgumentException.class, () -> s.tell(new double[3]));
  }
}
