package org.reins.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StopLatchTest {
  private final StopLatch latch = new StopLatch();
  private final FilterOutput output = new FilterOutput(1, new double[0], null, new double[1]);

  @BeforeEach
  void started() {
    latch.reset(true);
  }

  private FilterReason cycle(FilterAction action, FilterReason reason) {
    output.action = action;
    output.reason = reason;
    latch.escalate(output);
    return latch.reason();
  }

  @Test
  void threeStatesMayBeMissing_thenItBrakes_andAfterAHundredItStops() {
    for (int k = 1; k <= 100; k++) {
      latch.stateMissed();
      assertEquals(k > 3, latch.mustBrake());
      assertEquals(
          FilterReason.NONE, cycle(FilterAction.FALLBACK, FilterReason.STATE_STALE), "cycle " + k);
    }
    latch.stateMissed();
    assertEquals(FilterReason.STATE_STALE, cycle(FilterAction.FALLBACK, FilterReason.STATE_STALE));
    assertEquals(FilterAction.STOP, output.action);
  }

  @Test
  void statesThatComeTooOldAreNotCalledMissing() {
    for (int k = 0; k <= 100; k++) {
      latch.stateMissed();
      cycle(FilterAction.FALLBACK, FilterReason.STATE_OLD);
    }
    assertEquals(FilterReason.STATE_OLD, latch.reason());
  }

  @Test
  void oneGoodStateEndsTheCountOfMissingOnes() {
    for (int k = 0; k < 1_000; k++) {
      latch.stateMissed();
      if (k % 50 == 49) {
        latch.stateGood();
      }
      cycle(FilterAction.FALLBACK, FilterReason.STATE_STALE);
      cycle(FilterAction.PASS, FilterReason.NONE);
    }
    assertFalse(latch.isStopped());
  }

  @Test
  void threeInvalidStatesStop_andAreForgivenByTwentyGoodOnesEach() {
    for (int round = 0; round < 100; round++) {
      latch.stateInvalid(FilterReason.STATE_IMPLAUSIBLE);
      for (int k = 0; k < 20; k++) {
        latch.stateGood();
      }
      assertEquals(FilterReason.NONE, cycle(FilterAction.PASS, FilterReason.NONE));
    }
    for (int k = 0; k < 3; k++) {
      latch.stateInvalid(FilterReason.STATE_IMPLAUSIBLE);
    }
    assertEquals(
        FilterReason.STATE_IMPLAUSIBLE,
        cycle(FilterAction.FALLBACK, FilterReason.STATE_IMPLAUSIBLE));
  }

  @Test
  void aThousandFallbacksInARowAreAllowed_andOneMoreIsNot() {
    for (int k = 0; k < 1_000; k++) {
      assertEquals(FilterReason.NONE, cycle(FilterAction.FALLBACK, FilterReason.QP_INFEASIBLE));
    }
    assertEquals(
        FilterReason.PERSISTENT_FALLBACK, cycle(FilterAction.FALLBACK, FilterReason.QP_INFEASIBLE));
  }

  @Test
  void theFirstReasonStays_untilTheReset() {
    latch.stop(FilterReason.EMERGENCY_STOP);
    latch.stop(FilterReason.LOOP_STALLED);
    assertEquals(FilterReason.EMERGENCY_STOP, cycle(FilterAction.PASS, FilterReason.NONE));
    assertEquals(FilterAction.STOP, output.action);
    assertTrue(latch.mustBrake());
    latch.reset(false);
    assertTrue(latch.isStopped());
    latch.reset(true);
    assertEquals(FilterReason.NONE, cycle(FilterAction.PASS, FilterReason.NONE));
    assertEquals(FilterAction.PASS, output.action);
  }

  @Test
  void aResetForgetsWhatWasCounted_andOneWithoutAUsableMeasurementDoesNot() {
    for (boolean usable : new boolean[] {true, false}) {
      latch.forget();
      latch.reset(true);
      for (int k = 0; k < 100; k++) {
        latch.stateMissed();
      }
      for (int k = 0; k < 2; k++) {
        latch.stateInvalid(FilterReason.STATE_INVALID);
      }
      latch.reset(usable);
      assertEquals(!usable, latch.mustBrake());
      latch.stateInvalid(FilterReason.STATE_INVALID);
      cycle(FilterAction.FALLBACK, FilterReason.STATE_INVALID);
      assertEquals(!usable, latch.isStopped());
    }
  }

  @Test
  void whenItIsForgotten_itIsNotStarted_andStopsForNoReason() {
    latch.stop(FilterReason.EMERGENCY_STOP);
    latch.stateInvalid(FilterReason.STATE_INVALID);
    latch.stateInvalid(FilterReason.STATE_INVALID);
    latch.forget();
    assertEquals(FilterReason.NONE, latch.reason());
    assertEquals(FilterReason.NONE, cycle(FilterAction.PASS, FilterReason.NONE));
    assertEquals(FilterAction.STOP, output.action, "nothing is sent before a start");
    latch.reset(true);
    latch.stateInvalid(FilterReason.STATE_INVALID);
    assertEquals(FilterReason.NONE, cycle(FilterAction.FALLBACK, FilterReason.STATE_INVALID));
    assertEquals(FilterReason.STATE_INVALID, output.reason, "that of the cycle");
  }

  @Test
  void whileStopped_theOutputSaysWhy_whateverTheCycleSays() {
    latch.stop(FilterReason.EMERGENCY_STOP);
    cycle(FilterAction.FALLBACK, FilterReason.STATE_STALE);
    assertEquals(FilterReason.EMERGENCY_STOP, output.reason);
  }

  @Test
  void fallbacksThatAreNotInARowAreNotCounted() {
    for (int k = 0; k < 5_000; k++) {
      cycle(k % 1_000 == 999 ? FilterAction.PASS : FilterAction.FALLBACK, FilterReason.NONE);
    }
    assertFalse(latch.isStopped());
  }
}
