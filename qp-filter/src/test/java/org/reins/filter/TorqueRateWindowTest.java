package org.reins.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TorqueRateWindowTest {
  @Test
  void whicheverCommandsAreLost_noStepOfTheRobotIsTooLarge() {
    SplittableRandom random = new SplittableRandom(1);
    for (int trial = 0; trial < 300; trial++) {
      TorqueRateWindow window = new TorqueRateWindow(new double[] {1});
      double accepted = 0;
      window.reset(new double[] {accepted});
      ArrayDeque<Double> inFlight = new ArrayDeque<>();
      for (int k = 0; k < 500; k++) {
        window.accepted(new double[] {accepted});
        window.update();
        assertTrue(window.low()[0] <= window.high()[0]);
        double u = random.nextBoolean() ? window.low()[0] : window.high()[0];
        window.sent(new double[] {u});
        inFlight.add(u);
        // The robot takes any of the commands in flight, later ones overtaking earlier ones, or
        // none.
        if (random.nextInt(3) > 0) {
          int take = random.nextInt(1, inFlight.size() + 1);
          double taken = accepted;
          for (int i = 0; i < take; i++) {
            taken = inFlight.poll();
          }
          assertTrue(Math.abs(taken - accepted) <= 1 + 1e-12, "step " + (taken - accepted));
          accepted = taken;
        }
      }
    }
  }

  @Test
  void whenEveryCommandIsAcceptedAtOnce_theFullRateIsThere() {
    TorqueRateWindow window = new TorqueRateWindow(new double[] {1});
    double u = 0;
    window.reset(new double[] {u});
    for (int k = 0; k < 50; k++) {
      window.accepted(new double[] {u});
      window.update();
      assertEquals(u + 1, window.high()[0], 0);
      assertEquals(u - 1, window.low()[0], 0);
      u = window.high()[0];
      window.sent(new double[] {u});
    }
  }
}
