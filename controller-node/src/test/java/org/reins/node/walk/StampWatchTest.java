package org.reins.node.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.reins.filter.FilterReason;

class StampWatchTest {
  private static final long PERIOD = 2_000_000;
  private static final long WALL = 1_700_000_000_000_000_000L;

  private final StampWatch watch = new StampWatch(10 * PERIOD);

  private FilterReason take(long stamp) {
    return watch.take(stamp, WALL);
  }

  @Test
  void stampsThatRepeatOrFallOrAreZeroAreOld() {
    assertEquals(FilterReason.NONE, take(5 * PERIOD));
    assertEquals(FilterReason.NONE, take(6 * PERIOD));
    assertEquals(PERIOD * 1e-9, watch.since(), 1e-12);
    assertEquals(FilterReason.STATE_OLD, take(6 * PERIOD));
    assertEquals(FilterReason.STATE_OLD, take(4 * PERIOD));
    assertEquals(FilterReason.STATE_OLD, take(0));
    assertEquals(FilterReason.STATE_OLD, take(-PERIOD));
    assertEquals(FilterReason.NONE, take(9 * PERIOD));
    assertEquals(3 * PERIOD * 1e-9, watch.since(), 1e-12);
  }

  @Test
  void twoSourcesWhoseClocksDiffer_areNotBelievedByTurns() {
    take(100 * PERIOD);
    for (int k = 1; k < 200; k++) {
      assertEquals(FilterReason.STATE_OLD, take(k * PERIOD % (20 * PERIOD) + 1));
      assertEquals(FilterReason.NONE, take((100 + k) * PERIOD));
    }
  }

  @Test
  void aClockThatWasSetBack_isBelievedOnceItHasRisenForAWhile() {
    take(10_000 * PERIOD);
    int old = 0;
    while (take(++old * PERIOD) == FilterReason.STATE_OLD && old < 100) {
      // Not yet.
    }
    assertEquals(StampWatch.ANEW + 1, old);
    assertEquals(0, watch.since());
  }

  @Test
  void whereTheClockIsTheSame_whatIsOldIsNotBelieved() {
    assertEquals(FilterReason.NONE, watch.take(WALL, WALL + PERIOD));
    assertEquals(FilterReason.STATE_OLD, watch.take(WALL + PERIOD, WALL + PERIOD + 11 * PERIOD));
    assertEquals(FilterReason.NONE, watch.take(WALL + 13 * PERIOD, WALL + 14 * PERIOD));
  }

  @Test
  void aClockThatIsAnother_tellsNothingOfAges() {
    assertEquals(FilterReason.NONE, watch.take(PERIOD, WALL));
    assertEquals(FilterReason.NONE, watch.take(2 * PERIOD, WALL + 1_000 * PERIOD));
  }

  @Test
  void whatIsOldFromTheBeginning_isNotBelieved() {
    assertEquals(FilterReason.STATE_OLD, watch.take(WALL, WALL + 20 * PERIOD));
  }
}
