package org.reins.node.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.reins.filter.FilterAction;
import org.reins.node.record.CycleLayout;
import org.reins.node.record.CycleSlot;
import org.reins.node.record.HeadNumber;
import org.reins.node.record.HeadWord;

class RunSeriesTest {
  private static final long PERIOD = 1_000_000;

  private final CycleSlot slot = new CycleLayout.Builder().build().slot();
  private final RunSeries series = new RunSeries();

  private void cycle(long number, FilterAction action, double margin) {
    slot.set(HeadWord.WALL, 1_000_000_000L + number * PERIOD);
    slot.set(HeadWord.ACTION, action.code());
    slot.set(HeadNumber.BARRIER_MARGIN, margin);
    series.take(slot);
  }

  @Test
  void oneBadCycleOfALongRunRemainsVisible_inBoundedMemory() {
    int cycles = 100_000;
    int bad = 61_234;
    for (int k = 0; k < cycles; k++) {
      cycle(k, k == bad ? FilterAction.STOP : FilterAction.PASS, k == bad ? -0.01 : 0.2);
    }
    assertTrue(series.count() <= RunSeries.MOST);
    assertTrue(series.count() * series.length() >= cycles * 1e-3);
    int bucket = (int) (bad * 1e-3 / series.length());
    assertEquals(FilterAction.STOP, series.gravest(bucket));
    assertEquals(FilterAction.PASS, series.gravest(bucket - 1));
    assertEquals(-0.01, series.worst(RunSeries.Quantity.BARRIER_MARGIN));
    double[][] line = series.of(RunSeries.Quantity.BARRIER_MARGIN);
    assertEquals(-0.01, line[1][bucket]);
    assertEquals(bucket * series.length(), line[0][bucket]);
  }

  @Test
  void whatWasNotMeasuredIsNotDrawn() {
    cycle(0, FilterAction.PASS, Double.NaN);
    cycle(1, FilterAction.PASS, Double.POSITIVE_INFINITY);
    cycle(100, FilterAction.PASS, 0.1);
    assertEquals(1, series.of(RunSeries.Quantity.BARRIER_MARGIN)[0].length);
    assertNull(series.gravest(10), "no cycle was recorded there");
  }
}
