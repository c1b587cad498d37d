package org.reins.node.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.reins.node.messages.FilterStatus;

class DriftPredictorTest {
  private final DriftState states = new DriftState(1);
  private final double[] danger = new double[states.count()];
  private final DriftPredictor predictor = new DriftPredictor(states, danger, 2, 0.5);

  @Test
  void whatHasNotLastedForThreeStatusesIsNoDrift() {
    danger[0] = 0.9;
    danger[1] = 0.1;
    assertEquals(0, predictor.observe(0));
    assertEquals(0, predictor.observe(0));
    assertEquals(0.9, predictor.observe(0), "the third in a row");
    assertEquals(0.1, predictor.observe(1), "the least of the last three");
    assertEquals(0.1, predictor.observe(0));
    assertEquals(0.1, predictor.observe(0));
    assertEquals(0.9, predictor.observe(0));
  }

  @Test
  void aStatusWithNothingLeftIsTheFirstBin_andOneThatIsNoNumberAsWell() {
    FilterStatus status = new FilterStatus();
    status.barrierMargin = 1;
    status.obstacleMargin = 1;
    int sound = states.of(status);
    assertEquals(DriftState.BINS - 1, sound);
    status.barrierMargin = -10;
    assertEquals(0, states.of(status));
    status.barrierMargin = 1;
    status.disturbance = Double.NaN;
    assertEquals(0, states.of(status));
    assertTrue(sound < danger.length);
  }
}
