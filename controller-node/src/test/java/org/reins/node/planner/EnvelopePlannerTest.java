package org.reins.node.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;
import org.reins.node.drift.AbsorbingChain;
import org.reins.node.drift.DriftModel;
import org.reins.node.drift.DriftState;
import org.reins.node.messages.FilterStatus;
import org.reins.node.parameters.ParameterSpecs;
import org.reins.node.parameters.ParameterStore;

class EnvelopePlannerTest {
  private final PlannerTuning tuning =
      PlannerTuning.of(
          new ParameterStore(ParameterSpecs.ofNode("envelope_planner"), Map.of()).snapshot());
  private final List<String> reasons = new ArrayList<>();
  private final EnvelopePlanner planner = planner(null);
  private long posture;

  private EnvelopePlanner planner(DriftModel drift) {
    return new EnvelopePlanner(
        EnvelopeLevels.DEFAULT,
        tuning,
        drift == null ? null : drift.predictor(),
        (before, to, decidedBy, why) -> reasons.add(before.level() + "→" + to + " " + why));
  }

  private FilterStatus clean() {
    FilterStatus s = new FilterStatus();
    s.cycles = 10;
    s.speedScale = 0.45;
    s.speedShare = 0.4;
    s.barrierMargin = 0.1;
    s.obstacleMargin = 0.1;
    s.postureCell = posture++ % 300 / 10;
    return s;
  }

  private void climb(EnvelopePlanner p, int level) {
    for (int k = 0; k < 5_000 && p.state().level() < level; k++) {
      for (int i = 0; i < 10; i++) {
        assertFalse(p.receive(clean()));
      }
      p.tick();
    }
    assertEquals(level, p.state().level());
  }

  @Test
  void anUnexplainedTorqueFallsToTheBaseBeforeTheNextTick() {
    climb(planner, 3);
    FilterStatus bad = clean();
    bad.disturbance = 0.5;
    assertTrue(planner.receive(bad));
    assertTrue(planner.tightenNow());
    assertEquals(0, planner.state().level());
    assertTrue(reasons.get(reasons.size() - 1).contains("disturbance"), reasons.toString());
  }

  @Test
  void aPolicyWhoseActionsVaryTooMuchEarnsNothing() {
    for (double variance : new double[] {2 * tuning.variance(), tuning.variance() / 2}) {
      EnvelopePlanner fresh = planner(null);
      for (int k = 0; k < 2_000; k++) {
        FilterStatus status = clean();
        status.nominalVariance = variance;
        fresh.receive(status);
        fresh.tick();
      }
      assertEquals(variance < tuning.variance(), fresh.state().level() > 0);
    }
  }

  @Test
  void aFallbackOfAFewCyclesCountsAgainstTheEvidenceButIsNoAlarm() {
    climb(planner, 2);
    FilterStatus brief = clean();
    brief.action = FilterAction.FALLBACK.ordinal();
    brief.reason = FilterReason.QP_INFEASIBLE.ordinal();
    brief.fallbackCycles = 2;
    double before = planner.state().evidence();
    assertFalse(planner.receive(brief));
    planner.tick();
    planner.receive(clean());
    planner.tick();
    assertEquals(2, planner.state().level());
    assertTrue(planner.state().evidence() < before || before == 1, planner.state().toString());
  }

  @Test
  void rowsThatContradictEachOtherForLongCostOneLevelAndAStaleStateAllOfThem() {
    climb(planner, 3);
    FilterStatus conflict = clean();
    conflict.action = FilterAction.FALLBACK.ordinal();
    conflict.reason = FilterReason.QP_INFEASIBLE.ordinal();
    conflict.fallbackCycles = 9;
    assertTrue(planner.receive(conflict));
    planner.tightenNow();
    assertEquals(2, planner.state().level());
    FilterStatus stale = clean();
    stale.action = FilterAction.SLOWDOWN.ordinal();
    stale.reason = FilterReason.ACTION_STALE.ordinal();
    assertTrue(planner.receive(stale));
    planner.tightenNow();
    assertEquals(0, planner.state().level());
  }

  @Test
  void silenceOfTheFilterFallsToTheBase() {
    climb(planner, 1);
    for (int k = 0; k < 3; k++) {
      planner.tick();
    }
    assertEquals(0, planner.state().level());
  }

  @Test
  void manyDeadlineMissesCostOneLevel() {
    climb(planner, 2);
    FilterStatus late = clean();
    late.deadlineMisses = 8;
    planner.receive(late);
    planner.tick();
    assertEquals(1, planner.state().level());
    assertTrue(reasons.get(reasons.size() - 1).contains("too late"), reasons.toString());
  }

  @Test
  void danglingOneStepFromAViolationAlarmsAfterThreeStatusesOfTheDriftPredictor() {
    DriftState states = new DriftState(5);
    AbsorbingChain chain = new AbsorbingChain(states.count());
    for (int s = 0; s < states.count(); s++) {
      chain.add(s, s, 1e6);
      if (s % DriftState.BINS < 8) {
        chain.add(s, states.count(), 1e5);
      }
    }
    EnvelopePlanner watched = planner(new DriftModel(states, chain, 0.01, 50, 0.5));
    climb(watched, 2);
    FilterStatus poor = clean();
    poor.positionDrift = 0.019;
    poor.level = 2;
    assertFalse(watched.receive(poor));
    assertFalse(watched.receive(poor));
    assertTrue(watched.receive(poor), "it lasts");
    watched.tightenNow();
    assertEquals(0, watched.state().level());
    assertTrue(reasons.get(reasons.size() - 1).contains("drift"), reasons.toString());
  }

  @Test
  void aPolicyThatFailsItsTasksIsNotPromoted() {
    for (int k = 0; k < 2_000; k++) {
      for (int i = 0; i < 10; i++) {
        planner.receive(clean());
      }
      if (k % 20 == 0) {
        planner.taskEnded(false);
      }
      planner.tick();
    }
    assertEquals(0, planner.state().level());
  }

  @Test
  void theOperatorsLimitIsObeyedAtTheNextTick() {
    climb(planner, 3);
    planner.tune(
        new PlannerTuning(
            1,
            tuning.disturbance(),
            tuning.challenge(),
            tuning.near(),
            tuning.fall(),
            tuning.interventions(),
            tuning.interventionSize(),
            tuning.jerk(),
            tuning.variance(),
            tuning.contactEnergy(),
            tuning.trackingError(),
            tuning.misses(),
            tuning.missesFall(),
            tuning.drift()));
    planner.receive(clean());
    planner.tick();
    assertEquals(1, planner.state().level());
  }
}
