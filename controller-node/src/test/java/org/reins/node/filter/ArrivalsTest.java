package org.reins.node.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ArrivalsTest {
  private static final long MS = 1_000_000;

  private final Arrivals arrivals = new Arrivals();

  @Test
  void theUsualTimeBetweenMessagesIsKnown_andAPauseCountsForASecondAtMost() {
    assertEquals(0, arrivals.gapNanos());
    assertFalse(arrivals.cameWithin(0, MS));
    for (long k = 1; k <= 100; k++) {
      arrivals.came(k * 100 * MS);
    }
    assertEquals(100 * MS, arrivals.gapNanos(), MS);
    arrivals.came(1_000_000L * MS);
    assertEquals(190 * MS, arrivals.gapNanos(), MS);
    assertTrue(arrivals.cameWithin(1_000_001L * MS, MS));
  }
}
