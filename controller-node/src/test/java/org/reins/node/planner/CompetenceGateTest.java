package org.reins.node.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.reins.node.competence.CompetenceMetric;
import org.reins.node.competence.DeadlineMisses;
import org.reins.node.competence.NearViolations;
import org.reins.node.competence.TaskSuccess;
import org.reins.node.messages.FilterStatus;

class CompetenceGateTest {
  private final CompetenceMetric near = NearViolations.upTo(() -> 0.008);
  private final TaskSuccess tasks = new TaskSuccess();
  private final CompetenceGate gate = new CompetenceGate(4, List.of(near, tasks));
  private int posture;

  @Test
  void whoeverHidesInOnePostureIsNeverPromoted() {
    for (int k = 0; k < 10_000; k++) {
      gate.observe(CompetenceGate.BLOCK, true, 7);
    }
    assertEquals(0, gate.level());
  }

  @Test
  void theWealthOfAnUndeservingMetricIsASupermartingale() {
    // At p₀ exactly, one block multiplies the expected wealth by (1 − p₀)(1 + λ p₀) + p₀ (1 + λ (p₀
    // − 1)) = 1.
    CompetenceGate good = new CompetenceGate(4, List.of(NearViolations.upTo(() -> 0.008)));
    good.observe(CompetenceGate.BLOCK, true, 1);
    CompetenceMetric bad = NearViolations.upTo(() -> 0.008);
    CompetenceGate worse = new CompetenceGate(4, List.of(bad));
    bad.observe(status(0.02));
    worse.observe(CompetenceGate.BLOCK, true, 1);
    double p0 = bad.tolerated();
    assertEquals(1, (1 - p0) * good.wealth() + p0 * worse.wealth(), 1e-12);
  }

  @Test
  void aFallAtTheBaseGivesNoEvidenceBack() {
    near.observe(status(0.02));
    gate.observe(CompetenceGate.BLOCK, true, 1);
    double left = gate.wealth();
    assertTrue(left < 1);
    double needed = gate.needed();
    assertFalse(gate.fall(4));
    assertEquals(left, gate.wealth());
    assertEquals(needed, gate.needed());
  }

  @Test
  void aCleanPolicyClimbsOneLevelAtATimeToTheTop() {
    int before = 0;
    for (int k = 0; k < 1_000; k++) {
      gate.observe(0.1, true, posture++ % 20);
      assertTrue(gate.level() - before <= 1);
      before = gate.level();
    }
    assertEquals(4, gate.level());
  }

  @Test
  void aMetricThatNobodyEverMeasuredTakesNoPart_butOneThatSpokeDoes() {
    tasks.taskEnded(false);
    for (int k = 0; k < 1_000; k++) {
      gate.observe(CompetenceGate.BLOCK, true, posture++ % 20);
    }
    assertEquals(0, gate.level());
    assertEquals("failed tasks", gate.weakestMetric());
  }

  @Test
  void whoeverStandsStillEarnsNothing() {
    for (int k = 0; k < 100_000; k++) {
      gate.observe(0.1, false, posture++ % 20);
    }
    assertEquals(0, gate.level());
  }

  @Test
  void aFallIsAtOnceAndTheWayBackIsLonger() {
    int first = blocksTo(1);
    double needed = gate.needed();
    assertTrue(gate.fall(4));
    assertEquals(0, gate.level());
    assertEquals(2 * needed, gate.needed(), 1e-9);
    assertTrue(blocksTo(1) > first);
    assertFalse(new CompetenceGate(4, List.of(near)).fall(1), "nothing to fall from");
  }

  @Test
  void evidenceDoesNotCarryOverToTheNextLevel() {
    blocksTo(1);
    assertEquals(1, gate.wealth(), 0);
  }

  @Test
  void aLevelOfAnEarlierRunIsHeldAndARestartIsNoNewChance() {
    blocksTo(2);
    double needed = gate.needed();
    CompetenceGate fresh = new CompetenceGate(4, List.of(near));
    fresh.resume(gate.level(), gate.stays());
    assertEquals(2, fresh.level());
    assertEquals(2 * needed, fresh.needed(), 1e-9);
    fresh.fall(4);
    assertEquals(4 * 4 / CompetenceGate.RISK, fresh.needed(), 1e-9, "the second stay at the base");
  }

  @Test
  void aGateWithoutMetricsIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new CompetenceGate(4, List.of()));
  }

  @Test
  void deadlineMissesAreCountedFromTheFirstStatusOnAndNotAcrossARestart() {
    DeadlineMisses misses = new DeadlineMisses(() -> 0.1);
    misses.observe(counted(1_000));
    assertEquals(0, misses.value(), "what was before says nothing");
    misses.observe(counted(1_005));
    assertEquals(0.5, misses.value());
    misses.observe(counted(0));
    assertEquals(0.5, misses.value(), "the filter began anew");
  }

  private static FilterStatus counted(long misses) {
    FilterStatus status = new FilterStatus();
    status.cycles = 10;
    status.deadlineMisses = misses;
    return status;
  }

  private static FilterStatus status(double depth) {
    FilterStatus status = new FilterStatus();
    status.obstacleMargin = -depth;
    status.barrierMargin = Double.NaN;
    return status;
  }

  private int blocksTo(int level) {
    int blocks = 0;
    while (gate.level() < level) {
      gate.observe(CompetenceGate.BLOCK, true, posture++ % 20);
      blocks++;
    }
    return blocks;
  }
}
