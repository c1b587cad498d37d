package org.reins.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One joint whose torque may change by 1 N·m per period, and commands that rise slowly. */
class EffortWatchTest {
  private static final int LOSSES = 2;
  private static final double STEP = 0.001;
  private static final double NO_COMMAND = 1e3;

  private final double[] change = {1};
  private final TorqueRateWindow window = new TorqueRateWindow(change);
  private final MotionEstimate sent =
      new MotionEstimate(new double[1], new double[1], new double[1]);
  private final EffortWatch watch = new EffortWatch(window, sent, change, LOSSES);
  private double command;

  EffortWatchTest() {
    window.reset(new double[] {0});
    sent.reset(new double[1], new double[1], new double[] {0});
  }

  /** Sends a command, and lets the robot answer with what it reports. */
  private EffortMeaning cycle(EffortMeaning meaning, double next, double report) {
    command = next;
    window.sent(new double[] {command});
    sent.sent(new double[] {command});
    watch.take(meaning, new double[] {report}, true);
    return watch.found();
  }

  private EffortMeaning echo(EffortMeaning meaning) {
    return cycle(meaning, command + STEP, command + STEP);
  }

  private EffortMeaning nonsense(EffortMeaning meaning) {
    return cycle(meaning, command + STEP, NO_COMMAND);
  }

  /** How many commands in a row may be in force, from the width of the window. */
  private long inForce() {
    window.update();
    return Math.round((2 - (window.high()[0] - window.low()[0])) / STEP) + 1;
  }

  @Test
  void tenEffortsThatEqualNewCommandsAreAnEcho_andNineAreNot() {
    for (int k = 1; k < 10; k++) {
      assertNotEquals(EffortMeaning.ECHO, echo(EffortMeaning.AUTO), k + " efforts");
    }
    assertEquals(EffortMeaning.ECHO, echo(EffortMeaning.AUTO));
    assertEquals(1, inForce(), "the command that the robot echoed");
  }

  @Test
  void anEffortThatStandsStillProvesNoEcho() {
    for (int k = 0; k < 200; k++) {
      assertNotEquals(EffortMeaning.ECHO, cycle(EffortMeaning.AUTO, 0.5, 0.5));
    }
  }

  @Test
  void anEchoIsDoubtedAfterSixEffortsInARowThatAreNoCommands_andMustBeProvenAgain() {
    for (int k = 0; k < 30; k++) {
      echo(EffortMeaning.AUTO);
    }
    for (int round = 0; round < 3; round++) {
      for (int k = 0; k < 5; k++) {
        assertEquals(EffortMeaning.ECHO, nonsense(EffortMeaning.AUTO));
      }
      assertEquals(EffortMeaning.ECHO, echo(EffortMeaning.AUTO), "one command ends the row");
    }
    for (int k = 0; k < 5; k++) {
      nonsense(EffortMeaning.AUTO);
    }
    assertEquals(EffortMeaning.ABSENT, nonsense(EffortMeaning.AUTO));
    for (int k = 1; k < 10; k++) {
      assertEquals(EffortMeaning.ABSENT, echo(EffortMeaning.AUTO));
    }
    assertEquals(EffortMeaning.ECHO, echo(EffortMeaning.AUTO));
  }

  @Test
  void anEchoByConfigurationIsBelievedFromTheStart_untilSixEffortsAreNoCommands() {
    for (int k = 0; k < 5; k++) {
      assertEquals(EffortMeaning.ECHO, nonsense(EffortMeaning.ECHO));
    }
    for (int k = 0; k < 200; k++) {
      assertEquals(EffortMeaning.ABSENT, nonsense(EffortMeaning.ECHO));
    }
    for (int k = 0; k < 200; k++) {
      EffortMeaning near = cycle(EffortMeaning.ECHO, command + STEP, command + STEP / 2);
      assertEquals(EffortMeaning.ABSENT, near, "torques near commands are no echo");
    }
    assertEquals(EffortMeaning.ECHO, echo(EffortMeaning.ECHO));
  }

  @Test
  void aMeasuredTorqueTellsCommandsApartAfterFiftyStates_andNarrowsDownWhatIsInForce() {
    for (int k = 1; k < 50; k++) {
      assertEquals(EffortMeaning.ABSENT, cycle(EffortMeaning.AUTO, 0.9 * k, 0.9 * k + 0.1));
    }
    assertEquals(EffortMeaning.MEASURED, cycle(EffortMeaning.AUTO, 45, 45.1));
    window.update();
    assertEquals(44, window.low()[0], 1e-12);
    assertEquals(46, window.high()[0], 1e-12);
  }

  @Test
  void aTorqueTooFarFromEveryCommandTellsNothing_forAboutASecond() {
    for (int k = 0; k < 100; k++) {
      cycle(EffortMeaning.AUTO, 0, 0.01);
    }
    assertEquals(EffortMeaning.MEASURED, watch.found());
    assertEquals(EffortMeaning.ABSENT, cycle(EffortMeaning.AUTO, 0, 0.4), "0.6 with its reserve");
    // 0.6 fades below 0.5 within 912 periods, and 50 more must tell.
    int states = 0;
    while (cycle(EffortMeaning.AUTO, 0, 0.01) == EffortMeaning.ABSENT) {
      states++;
      assertTrue(states < 2000);
    }
    assertEquals(961, states, 2);
  }

  @Test
  void aMeasuredTorqueByConfigurationIsNeverAnEcho() {
    for (int k = 0; k < 40; k++) {
      assertEquals(EffortMeaning.MEASURED, echo(EffortMeaning.MEASURED));
    }
    assertEquals(LOSSES + 19L, inForce(), "it does not tell yet: twenty losses are possible");
  }

  @ParameterizedTest
  @EnumSource(names = {"AUTO", "MEASURED"})
  void untilTheMeaningIsKnownTwentyLossesArePossible_afterSixtyStatesOnlyThoseAssumed(
      EffortMeaning meaning) {
    for (int k = 1; k <= 80; k++) {
      nonsense(meaning);
      int losses = k < 60 ? 20 : LOSSES;
      assertEquals(Math.min(k + 1, losses + 1), inForce(), "after state " + k);
    }
  }

  @Test
  void withoutAnEffortOnlyTheAssumedLossesArePossible_andEverythingLearnedIsForgotten() {
    for (int k = 0; k < 100; k++) {
      echo(EffortMeaning.AUTO);
    }
    for (int k = 0; k < 5; k++) {
      command += STEP;
      window.sent(new double[] {command});
      watch.take(EffortMeaning.AUTO, new double[] {Double.NaN}, false);
      assertEquals(EffortMeaning.ABSENT, watch.found());
    }
    assertEquals(LOSSES + 1L, inForce());
    for (int k = 1; k < 10; k++) {
      assertNotEquals(EffortMeaning.ECHO, echo(EffortMeaning.AUTO), "proof starts anew");
    }
  }

  @Test
  void anEffortThatIsDeclaredAbsentIsNotRead() {
    for (int k = 0; k < 100; k++) {
      assertEquals(EffortMeaning.ABSENT, echo(EffortMeaning.ABSENT));
    }
    assertEquals(LOSSES + 1L, inForce());
  }

  @Test
  void afterAResetNothingIsKnown_notEvenTheLastEffort() {
    for (int k = 0; k < 100; k++) {
      echo(EffortMeaning.AUTO);
    }
    watch.reset();
    assertEquals(EffortMeaning.ABSENT, watch.found());
    for (int k = 1; k < 10; k++) {
      // The first one repeats the last effort before the reset.
      assertNotEquals(
          EffortMeaning.ECHO, cycle(EffortMeaning.AUTO, command + (k - 1) * STEP, command));
    }
  }
}
