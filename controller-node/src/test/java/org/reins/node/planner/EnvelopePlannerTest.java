package org.reins.node.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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
  private long now = 1_700_000_000_000_000_000L;

  private EnvelopePlanner planner(DriftModel drift) {
    return new EnvelopePlanner(
        EnvelopeLevels.DEFAULT,
        tuning,
        drift == null ? null : drift.predictor(),
        (before, to, decidedBy, why) -> reasons.add(before.level() + "→" + to + " " + why));
  }

  private FilterStatus clean() {
    FilterStatus s = new FilterStatus();
    s.header.stampNanos = now += 10_000_000;
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
        assertFalse(p.receive(clean(), now));
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
    assertTrue(planner.receive(bad, now));
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
        fresh.receive(status, now);
        fresh.tick();
      }
      assertEquals(variance < tuning.variance(), fresh.state().level() > 0);
    }
  }

  @Test
  void aFallbackOfAFewCyclesCountsAgainstTheEvidenceButIsNoAlarm() {
    climb(planner, 2);
    FilterStatus brief = clean();
    brief.action = FilterAction.FALLBACK.code();
    brief.reason = FilterReason.QP_INFEASIBLE.code();
    brief.fallbackCycles = 2;
    double before = planner.state().evidence();
    assertFalse(planner.receive(brief, now));
    planner.tick();
    planner.receive(clean(), now);
    planner.tick();
    assertEquals(2, planner.state().level());
    assertTrue(planner.state().evidence() < before || before == 1, planner.state().toString());
  }

  @Test
  void rowsThatContradictEachOtherForLongCostOneLevelAndAStaleStateAllOfThem() {
    climb(planner, 3);
    FilterStatus conflict = clean();
    conflict.action = FilterAction.FALLBACK.code();
    conflict.reason = FilterReason.QP_INFEASIBLE.code();
    conflict.fallbackCycles = 9;
    assertTrue(planner.receive(conflict, now));
    planner.tightenNow();
    assertEquals(2, planner.state().level());
    FilterStatus stale = clean();
    stale.action = FilterAction.SLOWDOWN.code();
    stale.reason = FilterReason.ACTION_STALE.code();
    assertTrue(planner.receive(stale, now));
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
    planner.receive(late, now);
    planner.tick();
    assertEquals(1, planner.state().level());
    assertTrue(
        reasons.get(reasons.size() - 1).contains("missed their deadline"), reasons.toString());
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
    assertFalse(watched.receive(poor, now));
    poor.header.stampNanos = now += 10_000_000;
    assertFalse(watched.receive(poor, now));
    poor.header.stampNanos = now += 10_000_000;
    assertTrue(watched.receive(poor, now), "it lasts");
    watched.tightenNow();
    assertEquals(0, watched.state().level());
    assertTrue(reasons.get(reasons.size() - 1).contains("drift"), reasons.toString());
  }

  @Test
  void aPolicyThatFailsItsTasksIsNotPromoted() {
    for (int k = 0; k < 2_000; k++) {
      for (int i = 0; i < 10; i++) {
        planner.receive(clean(), now);
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
    planner.receive(clean(), now);
    planner.tick();
    assertEquals(1, planner.state().level());
  }

  /** A minute of statuses, ten a tick; the level at its end. */
  private int levelAfterAMinute(EnvelopePlanner p, Consumer<FilterStatus> change) {
    for (int k = 0; k < 600; k++) {
      for (int i = 0; i < 10; i++) {
        FilterStatus s = clean();
        change.accept(s);
        p.receive(s, now);
      }
      p.tick();
    }
    return p.state().level();
  }

  @Test
  void cleanStatusesRaiseTheLevelAndForgedOnesWithoutAYoungRisingStampNever() {
    assertTrue(levelAfterAMinute(planner(null), s -> {}) > 0);
    long first = now;
    assertEquals(0, levelAfterAMinute(planner(null), s -> s.header.stampNanos = 0), "none");
    assertEquals(0, levelAfterAMinute(planner(null), s -> s.header.stampNanos = first), "one");
    assertEquals(
        0,
        levelAfterAMinute(planner(null), s -> s.header.stampNanos -= 86_400_000_000_000L),
        "a day old");
    assertEquals(
        0,
        levelAfterAMinute(planner(null), s -> s.header.stampNanos += 86_400_000_000_000L),
        "of tomorrow");
    assertEquals(
        0,
        levelAfterAMinute(
            planner(null), s -> s.header.stampNanos = 2 * first - s.header.stampNanos),
        "falling");
    assertEquals(
        0, levelAfterAMinute(planner(null), s -> s.header.stampNanos = Long.MIN_VALUE), "wild");
    EnvelopePlanner byTheSystemsTime = planner(null);
    for (int k = 0; k < 600; k++) {
      byTheSystemsTime.receive(clean());
      byTheSystemsTime.tick();
    }
    assertEquals(0, byTheSystemsTime.state().level(), "stamps of 2023");
  }

  @Test
  void beforeASimulatedClockBeginsNothingIsEvidence() {
    now = 0;
    EnvelopePlanner p = planner(null);
    for (int k = 0; k < 600; k++) {
      FilterStatus s = clean();
      now = 0;
      s.header.stampNanos = k;
      p.receive(s, 0);
      p.tick();
    }
    assertEquals(0, p.state().level());
  }

  @Test
  void afterASimulationBeganAnewItsStatusesCountAgain() {
    EnvelopePlanner p = planner(null);
    levelAfterAMinute(p, s -> {});
    assertTrue(p.state().level() > 0);
    now = 1_000_000_000L;
    assertFalse(p.receive(clean(), now));
    p.tick();
    assertEquals(0, p.refused());
    assertTrue(p.state().level() > 0);
  }

  /** Each breaks a sound status in one way. */
  private static List<Consumer<FilterStatus>> broken() {
    List<Consumer<FilterStatus>> all =
        new ArrayList<>(
            List.of(
                s -> s.action = 255,
                s -> s.action = -1,
                s -> s.reason = 255,
                s -> s.reason = -1,
                s -> s.profile = 3,
                s -> s.level = -1,
                s -> s.level = 5,
                s -> s.cycles = 0,
                s -> s.cycles = -10,
                s -> s.cycles = 1001,
                s -> s.cycles = Integer.MAX_VALUE,
                s -> s.modifiedCycles = 11,
                s -> s.barrierCycles = -1,
                s -> s.oodCycles = 11,
                s -> s.fallbackCycles = Integer.MIN_VALUE,
                s -> s.fallbackCycles = 11,
                s -> s.deadlineMisses = -1,
                s -> s.barrierMargin = Double.NEGATIVE_INFINITY,
                s -> s.obstacleMargin = Double.NaN,
                s -> s.speedScale = 0,
                s -> s.speedScale = 1.5));
    for (double v : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1}) {
      all.add(s -> s.speedShare = v);
      all.add(s -> s.slack = v);
      all.add(s -> s.intervention = v);
      all.add(s -> s.disturbance = v);
      all.add(s -> s.speedScale = v);
      all.add(s -> s.nominalJump = v);
      all.add(s -> s.nominalVariance = v);
      all.add(s -> s.positionDrift = v);
      all.add(s -> s.contactEnergy = v);
      all.add(s -> s.trackingError = v);
    }
    return all;
  }

  @Test
  void whatNoFilterSendsNeitherEndsThePlannerNorRaisesItsLevel() {
    for (Consumer<FilterStatus> breaking : broken()) {
      assertEquals(0, levelAfterAMinute(planner(null), breaking));
    }
  }

  @Test
  void whatNoFilterSendsDropsTheEvidence_andFallsToTheBaseWhenItLasts() {
    for (Consumer<FilterStatus> breaking : broken()) {
      EnvelopePlanner p = planner(null);
      climb(p, 1);
      FilterStatus bad = clean();
      breaking.accept(bad);
      boolean alarm = p.receive(bad, now);
      p.receive(clean(), now);
      p.tick();
      assertTrue(p.state().evidence() <= 1, p.state().toString());
      if (!alarm && bad.barrierMargin > Double.NEGATIVE_INFINITY) {
        assertEquals(1, p.state().level(), "once is no alarm");
      }
      for (int k = 0; k < 3; k++) {
        p.receive(clean(), now);
        bad.header.stampNanos = now += 10_000_000;
        p.receive(bad, now);
        p.tick();
      }
      assertEquals(0, p.state().level(), "for 0.3 s it is one");
    }
  }

  @Test
  void aRefusedStatusNeverMasksAnAlarmBesideIt_inWhateverOrderTheyCome() {
    List<Consumer<FilterStatus>> alarms =
        List.of(
            s -> s.disturbance = 0.8,
            s -> {
              s.action = FilterAction.SLOWDOWN.code();
              s.reason = FilterReason.ACTION_STALE.code();
            },
            s -> s.obstacleMargin = -0.05,
            s -> s.barrierMargin = -0.05);
    for (Consumer<FilterStatus> breaking : broken()) {
      for (Consumer<FilterStatus> alarming : alarms) {
        for (boolean brokenFirst : new boolean[] {true, false}) {
          EnvelopePlanner p = planner(null);
          climb(p, 1);
          FilterStatus bad = clean();
          breaking.accept(bad);
          FilterStatus real = clean();
          alarming.accept(real);
          p.receive(brokenFirst ? bad : real, now);
          p.receive(brokenFirst ? real : bad, now);
          p.tick();
          assertEquals(0, p.state().level(), reasons.get(reasons.size() - 1));
        }
      }
    }
  }

  @Test
  void anAlarmInARefusedStatusIsAnAlarm() {
    climb(planner, 2);
    FilterStatus both = clean();
    both.disturbance = 0.8;
    both.trackingError = Double.NaN;
    assertTrue(planner.receive(both, now));
    assertTrue(planner.tightenNow());
    assertEquals(0, planner.state().level());
  }

  @Test
  void whileTwoNodesPublishStatusesTheLevelIsTheBaseAndNothingIsEarned() {
    climb(planner, 2);
    planner.heardFrom(2);
    planner.tick();
    assertEquals(0, planner.state().level());
    assertTrue(reasons.get(reasons.size() - 1).contains("2 nodes publish"), reasons.toString());
    assertEquals(0, levelAfterAMinute(planner, s -> {}));
    planner.heardFrom(1);
    assertTrue(levelAfterAMinute(planner, s -> {}) > 0, "and afterwards it is earned as ever");
  }

  @Test
  void interruptionsAreNoSecondChance() {
    // A block that an interruption ends counts as bad: 25 good ones in a row are never reached by
    // ending those that go wrong.
    EnvelopePlanner p = planner(null);
    for (int k = 0; k < 6_000; k++) {
      for (int i = 0; i < 10; i++) {
        p.receive(clean(), now);
      }
      if (k % 40 == 39) {
        p.refuse("it is a test");
      }
      p.tick();
    }
    assertEquals(0, p.state().level());
  }
}
