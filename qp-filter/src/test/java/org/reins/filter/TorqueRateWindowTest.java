package org.reins.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @Test
  void afterAnyNumberOfLostCommandsInARowTheNextStepOfTheRobotIsWithinTheRate() {
    for (int lost : new int[] {1, 31, 32, 33, 63, 64, 65, 128, 200, 600}) {
      TorqueRateWindow window = new TorqueRateWindow(new double[] {1});
      window.reset(new double[] {0});
      double u = 0;
      for (int k = 0; k <= lost; k++) {
        window.accepted(new double[] {0});
        window.update();
        u = window.high()[0];
        window.sent(new double[] {u});
      }
      assertTrue(Math.abs(u) <= 1, lost + " lost: a step of " + u);
    }
  }

  @Test
  void withRandomLossesAndStallsOfUpTo200NoStepOfTheRobotIsTooLarge() {
    SplittableRandom random = new SplittableRandom(7);
    long steps = 0;
    while (steps < 200_000) {
      TorqueRateWindow window = new TorqueRateWindow(new double[] {1});
      double accepted = 0;
      window.reset(new double[] {accepted});
      ArrayDeque<Double> inFlight = new ArrayDeque<>();
      int stall = 0;
      for (int k = 0; k < 1000; k++) {
        window.accepted(new double[] {accepted});
        window.update();
        double want = Math.sin(0.01 * k + steps);
        double u =
            Math.abs(want) < 0.2
                ? random.nextBoolean() ? window.low()[0] : window.high()[0]
                : want > 0 ? window.high()[0] : window.low()[0];
        window.sent(new double[] {u});
        inFlight.add(u);
        if (stall > 0) {
          stall--;
        } else if (random.nextInt(100) == 0) {
          stall = random.nextInt(1, 201);
        } else if (random.nextInt(3) > 0) {
          int take =
              random.nextInt(4) == 0 ? random.nextInt(1, inFlight.size() + 1) : inFlight.size();
          double taken = accepted;
          for (int i = 0; i < take; i++) {
            taken = inFlight.poll();
          }
          steps++;
          assertTrue(Math.abs(taken - accepted) <= 1 + 1e-9, "step " + (taken - accepted));
          accepted = taken;
        }
      }
    }
  }

  @Test
  void aRobotThatWasStalledForLongFreesTheWindowAgain() {
    TorqueRateWindow window = new TorqueRateWindow(new double[] {1, 1});
    double[] u = new double[2];
    window.reset(u);
    double[] accepted = new double[2];
    for (int k = 0; k < 200; k++) {
      window.accepted(accepted);
      window.update();
      u = new double[] {window.high()[0], 0.5 * Math.sin(k)};
      window.sent(u);
    }
    for (int k = 0; k < 5; k++) {
      window.accepted(u);
      window.update();
      u = new double[] {window.high()[0], 0.5 * Math.cos(k)};
      window.sent(u);
    }
    assertTrue(u[0] > 3, "the torque is stuck at " + u[0]);
  }

  @Test
  void withoutAWordOfTheRobotOnlySoManyLossesInARowAreReckonedWith() {
    TorqueRateWindow window = new TorqueRateWindow(new double[] {1});
    double[] u = {0};
    window.reset(u);
    for (int k = 0; k < 100; k++) {
      window.stateCame();
      window.overtaken(2);
      window.update();
      assertTrue(window.high()[0] > window.low()[0], "the window starves in cycle " + k);
      u = new double[] {window.high()[0]};
      window.sent(u);
    }
    assertTrue(u[0] > 20, "the torque went to " + u[0] + " only");
  }

  @Test
  void aMeasurementFreesTheWindowAndALostBurstKeepsIt() {
    SplittableRandom random = new SplittableRandom(3);
    TorqueRateWindow window = new TorqueRateWindow(new double[] {1});
    double accepted = 0;
    window.reset(new double[] {0});
    for (int k = 0; k < 3000; k++) {
      window.measured(new double[] {accepted + random.nextDouble(-0.2, 0.2)}, 0.25);
      window.update();
      double u = Math.sin(0.003 * k) > 0 ? window.high()[0] : window.low()[0];
      window.sent(new double[] {u});
      boolean lost = k % 100 > 60;
      if (!lost) {
        assertTrue(Math.abs(u - accepted) <= 1 + 1e-9, "step " + (u - accepted));
        accepted = u;
      }
    }
  }

  /**
   * Deaf for longer than commands are kept, the robot holds one torque while the filter goes to
   * both ends of its window. Once it hears again, nothing of that narrows the window any more.
   */
  @ParameterizedTest
  @ValueSource(ints = {30, 60, 80, 200})
  void whenARobotThatMeasuresHearsAgain_theWindowIsWideAgain(int deaf) {
    SplittableRandom random = new SplittableRandom(deaf);
    TorqueRateWindow window = new TorqueRateWindow(new double[] {1});
    window.reset(new double[] {0});
    double accepted = 0;
    for (int k = 0; k < deaf + 60; k++) {
      window.stateCame();
      window.measured(new double[] {accepted + random.nextDouble(-0.1, 0.1)}, 0.15);
      window.update();
      double u = k < deaf ? (k % 7 < 3 ? window.high()[0] : window.low()[0]) : window.last()[0];
      window.sent(new double[] {u});
      accepted = k < deaf ? accepted : u;
    }
    window.update();
    double wide = window.high()[0] - window.low()[0];
    assertTrue(wide > 1.9, "the window is " + wide + " N·m wide: 2 is all");
  }
}
