package org.reins.node.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CallBudgetTest {
  private static final long SECOND = 1_000_000_000L;

  private long now = -3 * SECOND;
  private final CallBudget budget = new CallBudget("/filter/set_parameters", now);

  private int admittedOf(int calls) {
    int admitted = 0;
    for (int k = 0; k < calls; k++) {
      admitted += budget.admits(now) ? 1 : 0;
    }
    return admitted;
  }

  @Test
  void whenTooManyCallsArriveAtOnce_asManyAsTheReaderKeepsAreAdmitted() {
    assertEquals(CallBudget.AT_ONCE, admittedOf(5_000));
    assertEquals(5_000 - CallBudget.AT_ONCE, budget.dropped());
  }

  @Test
  void whenAFloodLasts_itsWorkPerSecondIsTheSameHoweverFastItIs() {
    admittedOf(5_000);
    for (int perMillisecond : new int[] {1, 20, 400}) {
      int admitted = 0;
      for (int ms = 0; ms < 2_000; ms++) {
        now += SECOND / 1_000;
        admitted += admittedOf(perMillisecond);
      }
      assertEquals(2 * CallBudget.PER_SECOND, admitted);
    }
  }

  @Test
  void anUnboundedBudgetAdmitsAllCalls_andSaysNothing() {
    CallBudget unbounded = CallBudget.unbounded();
    for (int k = 0; k < 5_000; k++) {
      assertTrue(unbounded.admits(now));
    }
    assertEquals(0, unbounded.dropped());
    assertEquals("", unbounded.news(now));
  }

  @Test
  void whenCallsStayBelowTheRate_noneIsDropped() {
    for (int k = 0; k < 10_000; k++) {
      now += SECOND / CallBudget.PER_SECOND;
      assertTrue(budget.admits(now));
    }
    assertEquals(0, budget.dropped());
    assertEquals("", budget.news(now));
  }

  @Test
  void afterAFloodTheBudgetFillsUp_andNoFurther() {
    admittedOf(2_000);
    assertFalse(budget.admits(now));
    now += 3_600 * SECOND;
    assertEquals(CallBudget.AT_ONCE, admittedOf(5_000));
  }

  @Test
  void whenCallsAreDropped_oneSentenceSaysSo_everyFiveSecondsAtMost() {
    admittedOf(CallBudget.AT_ONCE + 7);
    assertEquals(
        "requests of /filter/set_parameters are dropped, more than 200 per second arrive; 7 so far:"
            + " find the node that calls it",
        budget.news(now));
    admittedOf(1);
    now += 5 * SECOND - 1;
    assertEquals("", budget.news(now));
    now += 1;
    assertTrue(budget.news(now).contains(" 8 so far"));
    now += 6 * SECOND;
    assertEquals("", budget.news(now), "nothing new");
  }
}
