package org.reins.node.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.reins.node.messages.FilterStatus;

class AbsorbingChainTest {
  @Test
  void theClosedFormAgreesWithWalksOfTheSameChain() {
    AbsorbingChain chain = new AbsorbingChain(3);
    double[][] p = {{0.9, 0.1, 0, 0}, {0.1, 0.8, 0.1, 0}, {0, 0.1, 0.8, 0.1}};
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 4; j++) {
        chain.add(i, j, 1e9 * p[i][j]);
      }
    }
    double[] within = chain.absorbedWithin(20, 0.05);
    SplittableRandom random = new SplittableRandom(1);
    int walks = 100_000;
    for (int start = 0; start < 3; start++) {
      int absorbed = 0;
      for (int w = 0; w < walks; w++) {
        int s = start;
        for (int k = 0; k < 20 && s < 3; k++) {
          double u = random.nextDouble();
          int to = 0;
          while (u >= p[s][to]) {
            u -= p[s][to];
            to++;
          }
          s = to;
        }
        absorbed += s == 3 ? 1 : 0;
      }
      double share = (double) absorbed / walks;
      double spread = Math.sqrt(share * (1 - share) / walks);
      assertEquals(share, within[start], 5 * spread + 1e-4);
    }
  }

  @Test
  void aStateThatWasNeverSeenIsHeldForDangerousAndOneSeenOftenWithoutLossIsNot() {
    AbsorbingChain chain = new AbsorbingChain(2);
    chain.add(1, 1, 1e6);
    double[] within = chain.absorbedWithin(1, 0.05);
    assertTrue(within[0] > 0.5, "unseen: " + within[0]);
    // Beta(½, 10⁶): its 95 % quantile is near 1.92 / 10⁶.
    assertEquals(1.92e-6, within[1], 0.02e-6);
  }

  @Test
  void moreStepsAreNeverLessDangerous() {
    AbsorbingChain chain = new AbsorbingChain(4);
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 5; j++) {
        chain.add(i, j, random.nextInt(1, 100));
      }
    }
    double[] before = chain.absorbedWithin(0, 0.05);
    for (int k = 1; k < 30; k++) {
      double[] now = chain.absorbedWithin(k, 0.05);
      for (int i = 0; i < 4; i++) {
        assertTrue(now[i] >= before[i] && now[i] <= 1);
      }
      before = now;
    }
  }

  @Test
  void theMarginIsThePoorestOfItsParts() {
    FilterStatus s = new FilterStatus();
    s.barrierMargin = Double.NaN;
    s.obstacleMargin = 0.2;
    assertEquals(1, DriftState.margin(s));
    s.disturbance = 0.04;
    assertEquals(0.5, DriftState.margin(s), 1e-12);
    s.positionDrift = 0.015;
    assertEquals(0.25, DriftState.margin(s), 1e-12);
    s.barrierMargin = -0.06;
    assertTrue(DriftState.margin(s) < 0);
    assertEquals(0, new DriftState(5).of(s));
    s.level = 4;
    assertEquals(4 * DriftState.BINS, new DriftState(5).of(s));
  }

  @Test
  void aModelWhosePartsDoNotFitIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new DriftModel(new DriftState(5), new AbsorbingChain(3), 0.01, 50, 0.5));
  }
}
