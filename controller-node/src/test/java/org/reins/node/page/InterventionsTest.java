package org.reins.node.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;

class InterventionsTest {
  private static final long MS = 1_000_000;

  private final Interventions all = new Interventions();

  private void at(long ms, FilterAction action) {
    Moment m = new Moment(ms * MS, action, FilterReason.CONSTRAINT, List.of(), 0);
    all.add(m, 10, action == FilterAction.PASS ? 0 : 5, 0.2);
  }

  @Test
  void aShortBreakDoesNotEndAnIntervention_aLongOneDoes() {
    at(0, FilterAction.MODIFIED);
    at(10, FilterAction.PASS);
    at(400, FilterAction.MODIFIED);
    at(2000, FilterAction.MODIFIED);
    assertEquals(2, all.newestFirst().size());
    assertEquals(400 * MS, all.newestFirst().get(1).end());
  }

  @Test
  void aBriefBrakeWithinALongChangeIsShownAsBrief() {
    for (int ms = 0; ms < 3000; ms += 10) {
      at(ms, ms == 1500 ? FilterAction.FALLBACK : FilterAction.MODIFIED);
    }
    Interventions.Span brake =
        all.newestFirst().stream()
            .filter(s -> s.worst().action() == FilterAction.FALLBACK)
            .findFirst()
            .orElseThrow();
    assertEquals(0, brake.end() - brake.begin());
    assertEquals(2, all.newestFirst().size());
  }

  @Test
  void theShareIsOfTheLastTwentySeconds_andMemoryIsBounded() {
    for (int s = 0; s < 3600; s++) {
      at(1000L * s, s < 3500 ? FilterAction.MODIFIED : FilterAction.PASS);
    }
    assertEquals(0, all.recentShare(3_600_000 * MS), 1e-12);
    assertEquals(0.5 * 3500 / 3600, all.share(), 1e-12);
    assertTrue(all.newestFirst().size() <= 30);
    assertTrue(Double.isNaN(new Interventions().recentShare(0)));
  }
}
