package org.reins.node.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;
import org.reins.node.messages.FilterStatus;

class StatusWindowTest {
  private final StatusWindow window = new StatusWindow(1);
  private final CycleReport report = new CycleReport(1);
  private final FilterStatus status = new FilterStatus();

  private void add(FilterAction action, FilterReason reason) {
    report.action = action;
    report.reason = reason;
    window.add(report);
  }

  @Test
  void theWorstActionIsTold_withItsReason_andHowManyCyclesWereChanged() {
    add(FilterAction.PASS, FilterReason.NONE);
    add(FilterAction.FALLBACK, FilterReason.STATE_OLD);
    add(FilterAction.MODIFIED, FilterReason.CONSTRAINT);
    window.write(status, 4);
    assertEquals(FilterAction.FALLBACK.code(), status.action);
    assertEquals(FilterReason.STATE_OLD.code(), status.reason);
    assertEquals(3, status.cycles);
    assertEquals(2, status.modifiedCycles);
    assertEquals(1, status.fallbackCycles);
    assertEquals(4, status.deadlineMisses);
  }

  @Test
  void marginsAreTheSmallest_amountsTheLargest_andRowsAreAllThatActed() {
    report.obstacleMargin = 0.2;
    report.speedShare = 0.5;
    report.activeRows = 1;
    window.add(report);
    report.obstacleMargin = 0.3;
    report.speedShare = 0.4;
    report.activeRows = 4;
    window.add(report);
    window.write(status, 0);
    assertEquals(0.2, status.obstacleMargin);
    assertEquals(0.5, status.speedShare);
    assertEquals(5, status.activeRows);
    assertTrue(Double.isNaN(status.barrierMargin), "no barrier, no margin");
  }

  @Test
  void noiseOfAVelocityIsNoTrackingError_aMotionThatStaysIs() {
    for (int k = 0; k < 10; k++) {
      report.unexplainedVelocity[0] = k % 2 == 0 ? 0.1 : -0.1;
      window.add(report);
    }
    window.write(status, 0);
    assertEquals(0.1, status.trackingError, 1e-12);
    window.clear();
    report.unexplainedVelocity[0] = 0.1;
    for (int k = 0; k < 10; k++) {
      window.add(report);
    }
    window.write(status, 0);
    assertEquals(1, status.trackingError, 1e-12);
  }
}
