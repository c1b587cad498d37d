package org.reins.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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

  private static void assertWindow(TorqueRateWindow window, double low, double high) {
    window.update();
    assertEquals(low, window.low()[0], 1e-12);
    assertEquals(high, window.high()[0], 1e-12);
  }

  private static TorqueRateWindow after(double... commands) {
    TorqueRateWindow window = new TorqueRateWindow(new double[] {1});
    window.reset(new double[] {commands[0]});
    for (int k = 1; k < commands.length; k++) {
      window.sent(new double[] {commands[k]});
    }
    return window;
  }

  @Test
  void anEchoThatIsNoCommandChangesNothing_andOneThatEqualsACommandAsAFloatCounts() {
    TorqueRateWindow window = after(0, 0.3, 0.6);
    assertFalse(window.accepted(new double[] {0.5}));
    assertWindow(window, -0.4, 1);
    assertTrue(window.accepted(new double[] {0.3 + 1e-12}));
    assertWindow(window, -0.4, 1.3);
    assertFalse(window.accepted(new double[] {0}), "it was overtaken");
    assertEquals(0.6, window.last()[0], 0);
  }

  @Test
  void theOldestOfEqualCommandsIsMeant() {
    TorqueRateWindow window = after(0, 0.3, 0.6, 0.3);
    assertTrue(window.accepted(new double[] {0.3}));
    assertWindow(window, -0.4, 1.3);
  }

  @Test
  void aRobotThatHoldsOneOfTwoTorquesMayHoldOneBetween_untilItEchoesALaterCommand() {
    TorqueRateWindow window = new TorqueRateWindow(new double[] {1});
    window.reset(new double[] {0.25}, new double[] {-0.5});
    assertWindow(window, -0.75, 0.5);
    assertTrue(window.accepted(new double[] {-0.5}));
    assertTrue(window.accepted(new double[] {0.25}));
    assertFalse(window.accepted(new double[] {-0.25}), "it is neither of them");
    assertWindow(window, -0.75, 0.5);
    window.sent(new double[] {0.4});
    assertWindow(window, -0.6, 0.5);
    assertTrue(window.accepted(new double[] {0.4}));
    assertWindow(window, -0.6, 1.4);
    assertFalse(window.accepted(new double[] {-0.5}));
  }

  @Test
  void whenBothTorquesAreTheSame_thereIsNothingBetween() {
    TorqueRateWindow window = new TorqueRateWindow(new double[] {1});
    window.reset(new double[] {3}, new double[] {-5});
    window.reset(new double[] {0.25}, new double[] {0.25});
    assertWindow(window, -0.75, 1.25);
    assertFalse(window.accepted(new double[] {-5}));
  }

  @Test
  void torquesOfSeveralJointsAreToldApart_whateverTheirOrder_andBothZerosAreOne() {
    TorqueRateWindow window = new TorqueRateWindow(new double[] {1, 1, 1});
    window.reset(new double[] {1, 2, 3}, new double[] {-0.0, 0, 2});
    assertTrue(window.accepted(new double[] {0, -0.0, 2}));
    double[][] others = {{0, 2, 0}, {2, 0, 0}, {3, 2, 1}, {0, 0, 0}, {0, 0, 3}, {1, 0, 2}};
    for (double[] other : others) {
      assertFalse(window.accepted(other));
    }
  }

  @Test
  void anEchoThatMayMeanAnOlderEqualCommandFreesTheWindowOnlyAfterAThousandStates() {
    TorqueRateWindow window = new TorqueRateWindow(new double[] {1});
    window.reset(new double[] {0}, new double[] {0.5});
    window.sent(new double[] {0.5});
    for (int k = 0; k < 1000; k++) {
      assertTrue(window.accepted(new double[] {0.5}));
      assertWindow(window, -0.5, 1);
    }
    assertTrue(window.accepted(new double[] {0.5}));
    assertWindow(window, -0.5, 1.5);
  }

  @Test
  void commandsBeyondThoseStoredAreRememberedOneByOne_andBeyondMemoryByTheirSpan() {
    double[] commands = new double[64 + 512];
    for (int k = 0; k < commands.length; k++) {
      commands[k] = 0.001 * k;
    }
    TorqueRateWindow window = after(commands);
    assertWindow(window, commands[commands.length - 1] - 1, 1);
    assertTrue(window.accepted(new double[] {0}));
    assertTrue(window.accepted(new double[] {0.511}), "the last one that went into the hull");
    assertFalse(window.accepted(new double[] {0.2005}), "between two of them");
    assertFalse(window.accepted(new double[] {-0.001}));
    window.sent(new double[] {0.5765});
    assertTrue(window.accepted(new double[] {0.2005}), "it can no longer be told");
    assertFalse(window.accepted(new double[] {-0.001}));
    assertFalse(window.accepted(new double[] {0.8}));
    assertWindow(window, 0.5765 - 1, 1);
    assertTrue(window.accepted(new double[] {0.5765}));
    assertWindow(window, 0.5765 - 1, 1.5765);
  }

  @Test
  void aHullSpansAllCommandsThatWentIntoIt_inBothDirections() {
    double[] commands = new double[70];
    commands[2] = 0.4;
    commands[4] = -0.3;
    TorqueRateWindow window = after(commands);
    assertWindow(window, -0.6, 0.7);
  }

  @Test
  void oneCommandThatRepeatsMakesNoHull() {
    TorqueRateWindow window = after(new double[400]);
    window.sent(new double[] {0.5});
    assertTrue(window.accepted(new double[] {0.5}));
    assertWindow(window, -0.5, 1.5);
  }

  @Test
  void aMeasuredTorqueMeansTheOldestCommandWithinItsError() {
    TorqueRateWindow window = after(0, 0.5, 1);
    window.measured(new double[] {0.75}, 0.125);
    assertWindow(window, 0, 1);
    window.measured(new double[] {0.75}, 0.25);
    assertWindow(window, 0, 1.5);
    window.measured(new double[] {0.25}, 0.25);
    assertWindow(window, 0, 1.5);
    window.measured(new double[] {-8}, 0.25);
    assertWindow(window, 0, 1.5);
  }

  @Test
  void theErrorOfAMeasurementCountsInTheLargestChangeOfEachJoint() {
    TorqueRateWindow window = new TorqueRateWindow(new double[] {1, 4});
    window.reset(new double[] {0, 0});
    window.sent(new double[] {0, 2});
    window.measured(new double[] {0, 1.1}, 0.25);
    window.update();
    assertEquals(6, window.high()[1], 1e-12, "0 is 1.1 away, more than a quarter of 4");
    window.reset(new double[] {0, 0});
    window.sent(new double[] {0, 2});
    window.measured(new double[] {0, 1}, 0.25);
    window.update();
    assertEquals(4, window.high()[1], 1e-12, "0 may be meant");
  }

  @Test
  void aCommandIsInTransitForTwentyStatesAtMost() {
    TorqueRateWindow window = after(0, 0.9);
    for (int k = 0; k < 20; k++) {
      window.stateCame();
    }
    window.sent(new double[] {0});
    window.measured(new double[] {0}, 0.25);
    assertWindow(window, -0.1, 1);
    window.stateCame();
    window.measured(new double[] {0.5}, 0.25);
    assertWindow(window, -0.1, 1);
    window.measured(new double[] {0}, 0.25);
    assertWindow(window, -1, 1);
  }

  @Test
  void aMeasurementWithinTheHullLeavesIt_andOneOutsideEndsIt() {
    TorqueRateWindow window = new TorqueRateWindow(new double[] {1});
    window.reset(new double[] {0}, new double[] {0.5});
    window.sent(new double[] {0.9});
    window.measured(new double[] {0.7}, 0.25);
    assertWindow(window, -0.1, 1);
    window.measured(new double[] {0.9}, 0.25);
    assertWindow(window, -0.1, 1.9);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 20})
  void oneCommandMoreThanMayBeLostIsInForce(int lost) {
    TorqueRateWindow window = new TorqueRateWindow(new double[] {1});
    window.reset(new double[] {0});
    for (int k = 1; k <= 60; k++) {
      window.sent(new double[] {0.01 * k});
      window.stateCame();
      window.overtaken(lost);
      assertWindow(window, 0.01 * k - 1, 0.01 * Math.max(0, k - lost) + 1);
    }
  }

  @Test
  void aCommandSentDespiteTheWindowIsHeld() {
    TorqueRateWindow window = after(0, 5);
    assertWindow(window, 5, 5);
    window.replaceLast(new double[] {2});
    assertWindow(window, 1, 1);
  }

  @Test
  void aTorqueThatIsHeldAboutNarrowsTheWindow_untilALaterCommandIsEchoed() {
    TorqueRateWindow window = new TorqueRateWindow(new double[] {2});
    window.reset(new double[] {5}, new double[] {5}, 0.1);
    window.update();
    assertEquals(5 - 1.8, window.low()[0], 1e-12);
    assertEquals(5 + 1.8, window.high()[0], 1e-12);
    window.sent(new double[] {6});
    assertTrue(window.accepted(new double[] {6}));
    window.update();
    assertEquals(4, window.low()[0], 1e-12);
    assertEquals(8, window.high()[0], 1e-12);
  }
}
