package org.reins.learning.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.reins.sim.TransitionFile;
import org.reins.sim.Transitions;

class LearningDataTest {
  private static final String[] NAMES = {"left", "right"};

  /** In every row both numbers are the same, and every fifth episode is held out. */
  @Test
  void aMixedStateIsWhereNoRowIs_butEachOfItsNumbersIsThatOfATrainingRow() {
    Transitions rows = new Transitions(2, 1);
    int episodes = 10;
    for (int k = 0; k < 200; k++) {
      float[] x = {k, k};
      rows.add(x, new float[] {1}, x, 1, 0, k * episodes / 200);
    }
    LearningData data = new LearningData(new TransitionFile(rows, 0.1, "any", List.of(NAMES), 1));
    SplittableRandom random = new SplittableRandom(1);
    double[] x = new double[2];
    int apart = 0;
    for (int k = 0; k < 1_000; k++) {
      data.mixedState(random, x);
      for (double number : x) {
        int row = (int) number;
        assertEquals(row, number);
        assertTrue(row >= 0 && row < 200 && row / 20 % 5 != 4, number + " is of no training row");
      }
      apart += x[0] == x[1] ? 0 : 1;
    }
    assertTrue(apart > 980, apart + " of 1000 are where no row is");
  }
}
