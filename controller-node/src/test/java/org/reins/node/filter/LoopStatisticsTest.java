package org.reins.node.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;

class LoopStatisticsTest {
  private static final long PERIOD = 1_000_000;
  private static final long DEADLINE = PERIOD * 3 / 2;

  private final LoopStatistics s = new LoopStatistics();

  private void cycle(boolean fresh, long period, long response) {
    s.add(fresh, period, 20_000, response, DEADLINE);
  }

  private void did(FilterAction action) {
    CycleReport report = new CycleReport(0);
    report.action = action;
    report.reason = FilterReason.STATE_STALE;
    s.add(report);
  }

  @Test
  void aCommandIsLateByItsOwnTime_andACycleByWhoeverWasLate() {
    cycle(true, PERIOD, PERIOD - 1);
    assertEquals(0, s.lateCommands + s.deadlineMisses);
    cycle(true, PERIOD, PERIOD);
    assertEquals(1, s.lateCommands);
    cycle(true, 2 * PERIOD, 100_000);
    assertEquals(1, s.lateCommands, "the state came late, the command at once");
    assertEquals(1, s.deadlineMisses);
  }

  @Test
  void whyTheFilterStoppedIsKept_butNotOnceTheRobotIsGone() {
    cycle(true, PERIOD, 0);
    did(FilterAction.FALLBACK);
    assertEquals(FilterReason.NONE, s.stopped);
    cycle(false, PERIOD, 0);
    did(FilterAction.STOP);
    assertEquals(FilterReason.NONE, s.stopped);
    cycle(true, PERIOD, 0);
    did(FilterAction.STOP);
    assertEquals(FilterReason.STATE_STALE, s.stopped);
    s.reset();
    assertEquals(FilterReason.NONE, s.stopped);
  }

  @Test
  void cyclesWithoutAStateCountOnceOneFollows() {
    cycle(false, PERIOD, 0);
    cycle(false, 2 * PERIOD, 0);
    assertEquals(0, s.cycles);
    cycle(true, PERIOD, 100_000);
    assertEquals(3, s.cycles);
    assertEquals(2, s.cyclesWithoutState);
    assertEquals(1, s.deadlineMisses);
    s.reset();
    assertEquals(0, s.cycles + s.deadlineMisses + s.lateCommands);
  }
}
