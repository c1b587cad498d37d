package org.reins.learning.risk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The model of the risk, what it is worth, and where it looks next. */
class RiskTest {
  private static final int SIZE = 6;

  /** A run that fails in one corner of two of the numbers: about one in eleven of those drawn. */
  private static RiskModel.Sample sample(double... x) {
    double margin = 1.4 - x[0] - x[3];
    return new RiskModel.Sample(x, 1, margin < -0.17, margin + 0.17);
  }

  private static List<RiskModel.Sample> drawn(int count, long seed) {
    return LatinHypercube.draw(count, SIZE, new SplittableRandom(seed)).stream()
        .map(RiskTest::sample)
        .toList();
  }

  @Test
  void everySliceOfALatinHypercubeHoldsOnePoint() {
    int count = 37;
    List<double[]> points = LatinHypercube.draw(count, 4, new SplittableRandom(5));
    for (int axis = 0; axis < 4; axis++) {
      boolean[] seen = new boolean[count];
      for (double[] p : points) {
        int slice = (int) (count * p[axis]);
        assertTrue(!seen[slice], "slice " + slice + " of axis " + axis);
        seen[slice] = true;
      }
    }
  }

  @Test
  void theAreaIsTheShareOfPairsInTheRightOrder() {
    SplittableRandom random = new SplittableRandom(6);
    for (int trial = 0; trial < 20; trial++) {
      int n = 2 + random.nextInt(60);
      double[] scores = new double[n];
      boolean[] failed = new boolean[n];
      double right = 0;
      long pairs = 0;
      for (int k = 0; k < n; k++) {
        // Few values, so that some are equal.
        scores[k] = random.nextInt(8);
        failed[k] = k == 0 || k > 1 && random.nextBoolean();
      }
      for (int a = 0; a < n; a++) {
        for (int b = 0; b < n; b++) {
          if (failed[a] && !failed[b]) {
            pairs++;
            right += scores[a] > scores[b] ? 1 : scores[a] == scores[b] ? 0.5 : 0;
          }
        }
      }
      assertEquals(right / pairs, Auc.of(scores, failed).value(), 1e-12);
    }
    assertTrue(Double.isNaN(Auc.of(new double[3], new boolean[3]).value()));
  }

  @Test
  void whenFailuresHaveACause_thenTheModelRanksFreshRunsByIt() {
    RiskModel model = RiskModel.fit(drawn(300, 1), 7);
    List<RiskModel.Sample> fresh = drawn(400, 2);
    boolean[] failed = new boolean[fresh.size()];
    for (int k = 0; k < failed.length; k++) {
      failed[k] = fresh.get(k).failed();
    }
    double auc =
        Auc.of(fresh.stream().mapToDouble(s -> model.risk(s.x())).toArray(), failed).value();
    assertTrue(auc > 0.93, "AUC " + auc);
    assertTrue(
        model.risk(new double[] {0.1, 0.5, 0.5, 0.1, 0.5, 0.5})
            < model.risk(new double[] {0.9, 0.5, 0.5, 0.9, 0.5, 0.5}));
  }

  @Test
  void whenNothingFailedSoFar_thenTheRiskIsZeroAndPointsAreChosenAllTheSame() {
    List<RiskModel.Sample> safe =
        drawn(40, 3).stream()
            .map(s -> new RiskModel.Sample(s.x(), 1, false, 1 + s.margin()))
            .toList();
    RiskModel model = RiskModel.fit(safe, 1);
    assertEquals(0, model.risk(safe.get(0).x()));
    assertEquals(16, new NextPoints(safe, model, new SplittableRandom(1)).choose(16).size());
  }

  @Test
  void theSameRowsAndSeedGiveTheSameModelAndTheSamePoints() {
    List<RiskModel.Sample> known = drawn(80, 4);
    List<NextPoints.Point> once = null;
    for (int k = 0; k < 2; k++) {
      RiskModel model = RiskModel.fit(known, 9);
      List<NextPoints.Point> points =
          new NextPoints(known, model, new SplittableRandom(2)).choose(16);
      if (once != null) {
        for (int p = 0; p < 16; p++) {
          assertArrayEquals(once.get(p).x(), points.get(p).x());
          assertEquals(once.get(p).risk(), points.get(p).risk());
        }
      }
      once = points;
    }
    for (NextPoints.Point p : once) {
      for (double v : p.x()) {
        assertTrue(v >= 0 && v < 1, "number " + v);
      }
    }
  }

  @Test
  void theSearchFindsSeveralTimesTheFailuresOfEvenDraws() {
    List<RiskModel.Sample> known = new ArrayList<>(drawn(64, 5));
    int found = 0;
    int ran = 0;
    for (int round = 0; round < 4; round++) {
      RiskModel model = RiskModel.fit(known, 1);
      for (NextPoints.Point p :
          new NextPoints(known, model, new SplittableRandom(round)).choose(16)) {
        RiskModel.Sample s = sample(p.x());
        known.add(s);
        found += s.failed() ? 1 : 0;
        ran++;
      }
    }
    long plain = drawn(2000, 6).stream().filter(RiskModel.Sample::failed).count();
    assertTrue((double) found / ran > 4 * plain / 2000.0, found + " of " + ran + ", " + plain);
  }
}
