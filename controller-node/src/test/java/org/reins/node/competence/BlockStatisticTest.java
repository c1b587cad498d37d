package org.reins.node.competence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.reins.node.drift.DriftState;
import org.reins.node.messages.FilterStatus;

class BlockStatisticTest {
  /** Every metric of a number that a status gives. */
  private static List<CompetenceMetric> metrics() {
    return List.of(
        NearViolations.upTo(() -> 0.01),
        InterventionSize.upTo(() -> 0.9),
        ActionJerk.upTo(() -> 0.5),
        ActionVariance.upTo(() -> 0.5),
        ContactEnergy.upTo(() -> 15),
        TrackingError.upTo(() -> 0.15),
        UnexplainedTorque.upTo(() -> 0.05));
  }

  private static FilterStatus of(double number) {
    FilterStatus s = new FilterStatus();
    s.cycles = 10;
    s.obstacleMargin = -number;
    s.barrierMargin = 1;
    s.intervention = number;
    s.nominalJump = number;
    s.nominalVariance = number;
    s.contactEnergy = number;
    s.trackingError = number;
    s.disturbance = number;
    return s;
  }

  @Test
  void whatIsNoNumberIsBadInEveryMetric_andMasksNothingBeforeOrAfterIt() {
    for (double[] numbers :
        new double[][] {
          {Double.NaN},
          {Double.NaN, 0},
          {0, Double.NaN},
          {Double.NaN, 100},
          {100, Double.NaN},
          {Double.POSITIVE_INFINITY, 0}
        }) {
      for (CompetenceMetric metric : metrics()) {
        for (double n : numbers) {
          metric.observe(of(n));
        }
        assertEquals(Verdict.BAD, metric.endBlock(), metric.name());
        metric.observe(of(0));
        assertEquals(Verdict.GOOD, metric.endBlock(), metric.name() + " in the block after");
      }
    }
  }

  @Test
  void whatIsNoNumberIsTheWorstStateOfTheDriftChain() {
    assertEquals(0, new DriftState(5).of(of(Double.NaN)));
  }
}
