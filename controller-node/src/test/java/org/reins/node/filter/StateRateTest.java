package org.reins.node.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StateRateTest {
  private static final long MS = 1_000_000;

  private final StateRate rate = new StateRate("joint_states", "panda", 1000, true);
  private final SplittableRandom random = new SplittableRandom(5);
  private long now = 1_000_000_000_000L;
  private long stamp = 5_000_000_000L;

  private void come(int states, long gap, long stampGap) {
    for (int k = 0; k < states; k++) {
      now += gap;
      stamp += stampGap;
      rate.add(now, stamp);
    }
  }

  @Test
  void statesAtTheRobotsRateAreWell() {
    come(2_000, MS, MS);
    assertEquals("", rate.objection(now));
    assertEquals("", rate.warning(now));
    assertEquals(MS, rate.gapNanos(now));
  }

  @Test
  void theLongestWaitIsToldOnce_andASilenceCounts() {
    assertEquals(0, rate.takeLongestWait(now));
    come(2_000, MS, MS);
    come(1, 30 * MS, MS);
    come(2_000, MS, MS);
    assertEquals(30 * MS, rate.takeLongestWait(now), "also when 2000 states came since");
    come(10, MS, MS);
    assertEquals(MS, rate.takeLongestWait(now));
    assertEquals(70 * MS, rate.takeLongestWait(now + 70 * MS));
  }

  @Test
  void statesAtATenthOfTheRateAreTold_withBothRatesAndTheNextStep() {
    come(11, 10 * MS, 10 * MS);
    assertEquals(
        "states arrive at 100 Hz and robot panda is filtered at 1000 Hz: set rate_hz in its robot"
            + " file to what the driver sends, or let the driver send at 1000 Hz",
        rate.objection(now));
    assertEquals(rate.objection(now), rate.warning(now));
  }

  @Test
  void statesStampedTooLongAgoAreTold_unlessTheirClockIsAnother() {
    come(100, MS, MS);
    long wall = stamp + 4 * MS;
    assertEquals("", rate.objectionToAge(now, wall, 10 * MS));
    assertEquals(
        "the states on joint_states are stamped 35 ms ago on arrival, and at most 10 ms is"
            + " allowed (state.max_age): let the driver stamp them when it measures, or"
            + " synchronise the clocks of both machines",
        rate.objectionToAge(now, stamp + 35 * MS, 10 * MS));
    String ahead = rate.objectionToAge(now, stamp - 20 * MS, 10 * MS);
    assertTrue(ahead.startsWith("the states on joint_states are stamped 20 ms ahead"), ahead);
    assertEquals("", rate.objectionToAge(now, stamp + 900 * MS, 10 * MS));
  }

  @Test
  void upToAFifthAsideIsAllowed_andMoreIsNot() {
    come(1_000, MS * 100 / 82, MS * 100 / 82);
    assertEquals("", rate.objection(now));
    come(1_500, MS * 100 / 78, MS * 100 / 78);
    assertTrue(rate.objection(now).startsWith("states arrive at 780 Hz"), rate.objection(now));
    come(2_500, MS * 100 / 122, MS * 100 / 122);
    assertTrue(rate.objection(now).startsWith("states arrive at 1220 Hz"), rate.objection(now));
  }

  @Test
  void aFewStatesAreNotEnoughToTell() {
    come(9, MS, MS);
    assertEquals(
        "the rate of the states on joint_states is not known yet: 9 of 10 have arrived",
        rate.objection(now));
    assertEquals("", rate.warning(now));
    assertEquals(0, rate.gapNanos(now));
  }

  @Test
  void aBusyHostThatHoldsStatesUpAndLetsThemComeInBurstsChangesNothing() {
    for (int k = 0; k < 400; k++) {
      int held = random.nextInt(1, 30);
      come(1, held * MS, MS);
      come(held - 1, MS / 50, MS);
      // Some of them are lost.
      stamp += random.nextInt(4) * MS;
      if (k > 20) {
        assertEquals("", rate.objection(now));
      }
    }
  }

  /** Stamped when sent: a sender that was held up catches up with stamps close to each other. */
  @Test
  void aSenderThatWasHeldUpAndCatchesUpChangesNothing() {
    for (int k = 0; k < 200; k++) {
      int held = random.nextInt(5, 30);
      come(1, held * MS, held * MS);
      come(held - 1, MS / 5, MS / 5);
      now -= (held - 1) * MS / 5;
      stamp -= (held - 1) * MS / 5;
      if (k > 50) {
        assertEquals("", rate.objection(now + MS));
      }
    }
  }

  @Test
  void statesThatComeSlowlyThoughTheirStampsAreThoseOfTheRightRateAreTold() {
    come(1_000, 2 * MS, MS);
    assertTrue(rate.objection(now).startsWith("states arrive at 500 Hz"), rate.objection(now));
  }

  @Test
  void stampsInAnotherUnitOrWithoutTimeAreTold() {
    come(1_000, MS, MS / 1000);
    assertEquals(
        "states arrive at 1000 Hz and their stamps are those of 1000000 Hz: header.stamp must be"
            + " the time at which each was measured",
        rate.objection(now));
    come(1_000, MS, 0);
    assertTrue(rate.objection(now).contains("do not rise"), rate.objection(now));
    come(1_000, MS, -MS);
    assertTrue(rate.objection(now).contains("do not rise"), rate.objection(now));
    stamp = 0;
    come(1_000, MS, 0);
    assertTrue(rate.objection(now).contains("carry no stamp"), rate.objection(now));
  }

  @Test
  void aStreamThatComesBackAfterAPauseIsWellAtOnce() {
    come(1_000, MS, MS);
    come(1, 5_000 * MS, 5_000 * MS);
    come(4, MS, MS);
    assertEquals("", rate.objection(now));
    assertTrue(rate.objection(now + 60_000 * MS).contains("0 of 10"), "long ago is not lately");
  }
}
