package org.reins.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.barrier.TestBarriers;
import org.reins.filter.constraint.HalfSpace;
import org.reins.filter.qp.QpBackEnd;
import org.reins.filter.qp.QpProblem;
import org.reins.filter.qp.QpSolver;
import org.reins.filter.qp.QpStatus;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

class SafetyFilterTest {
  private final RobotModel panda = RobotFiles.load("panda");
  private final BarrierFile safe = TestBarriers.random(1, 20, 16, 16);
  private final FilterInput input = new FilterInput(7, EnvelopeLevels.DEFAULT.base());

  @Test
  void whenThePolicyAsksForNothingSpecial_itsCommandPasses() {
    SafetyFilter filter = started(null);
    for (int k = 0; k < 50; k++) {
      FilterOutput out = step(filter);
      assertEquals(
          FilterAction.PASS, out.action, () -> "rows " + Long.toBinaryString(out.activeRows));
    }
  }

  @Test
  void onOjAlgoTheCommandsAreTheSame() {
    SafetyFilter own = started(null);
    SafetyFilter other =
        new SafetyFilter(
            panda,
            List.of(HalfSpace.table(0)),
            safe,
            List.of(),
            FilterSettings.DEFAULT,
            QpBackEnd.OJALGO::make);
    other.reset(input);
    SplittableRandom random = new SplittableRandom(3);
    double[] lastOwn = new double[7];
    double[] lastOther = new double[7];
    for (int k = 0; k < 200; k++) {
      for (int i = 0; i < 7; i++) {
        input.target[i] = panda.posture()[i] + random.nextDouble(-1, 1);
      }
      System.arraycopy(lastOwn, 0, input.acceptedEffort, 0, 7);
      lastOwn = own.step(input).command.clone();
      System.arraycopy(lastOther, 0, input.acceptedEffort, 0, 7);
      FilterOutput out = other.step(input);
      lastOther = out.command.clone();
      assertTrue(out.action != FilterAction.FALLBACK, () -> "reason " + out.reason);
      for (int i = 0; i < 7; i++) {
        assertEquals(lastOwn[i], lastOther[i], 1e-4);
      }
    }
  }

  @Test
  void everyCommandKeepsTorqueAndTorqueRateWhateverComesIn() {
    SafetyFilter filter = started(null);
    SplittableRandom random = new SplittableRandom(2);
    double[] previous = new double[7];
    double[] wild = {Double.NaN, Double.POSITIVE_INFINITY, 1e12, -1e12, 0, 1, -1};
    for (int k = 0; k < 20_000; k++) {
      for (int i = 0; i < 7; i++) {
        input.q[i] = panda.posture()[i] + random.nextDouble(-2, 2);
        input.qd[i] = random.nextDouble(-4, 4);
        input.target[i] = wild[random.nextInt(wild.length)];
        input.stiffness[i] = random.nextBoolean() ? wild[random.nextInt(wild.length)] : 100;
      }
      if (random.nextInt(50) == 0) {
        input.q[random.nextInt(7)] = Double.NaN;
      }
      input.stateFresh = random.nextInt(20) > 0;
      input.actionFresh = random.nextInt(20) > 0;
      input.dt = random.nextInt(10) == 0 ? wild[random.nextInt(wild.length)] : 0.001;
      input.envelope = EnvelopeLevels.DEFAULT.at(random.nextInt(5));
      System.arraycopy(previous, 0, input.acceptedEffort, 0, 7);
      FilterOutput out = filter.step(input);
      for (int i = 0; i < 7; i++) {
        double limit = panda.joints().get(i).limits().effort();
        assertTrue(Math.abs(out.command[i]) <= limit, "torque " + out.command[i]);
        assertTrue(
            Math.abs(out.command[i] - previous[i]) <= 1 + 1e-9,
            "step in cycle "
                + k
                + " "
                + out.command[i]
                + " "
                + previous[i]
                + " "
                + out.action
                + out.reason);
      }
      System.arraycopy(out.command, 0, previous, 0, 7);
      if (filter.isStopped()) {
        input.stateFresh = true;
        System.arraycopy(panda.posture(), 0, input.q, 0, 7);
        filter.reset(input);
      }
    }
  }

  @Test
  void whenTheActionIsStale_theRobotIsHeld() {
    SafetyFilter filter = started(null);
    input.actionFresh = false;
    FilterOutput out = step(filter);
    assertEquals(FilterAction.SLOWDOWN, out.action);
    assertEquals(FilterReason.ACTION_STALE, out.reason);
  }

  @Test
  void whenPaused_theRobotIsHeldThoughThePolicyGoesOn() {
    SafetyFilter filter = started(null);
    input.paused = true;
    FilterOutput out = step(filter);
    assertEquals(FilterAction.SLOWDOWN, out.action);
    assertEquals(FilterReason.PAUSED, out.reason);
    input.paused = false;
    assertEquals(FilterAction.PASS, step(filter).action);
  }

  @Test
  void anEmergencyStopStaysUntilAReset() {
    SafetyFilter filter = started(null);
    filter.emergencyStop();
    FilterOutput out = step(filter);
    assertEquals(FilterAction.STOP, out.action);
    assertEquals(FilterReason.EMERGENCY_STOP, out.reason);
    assertEquals(FilterAction.STOP, step(filter).action);
    assertTrue(filter.reset(input));
    assertEquals(FilterAction.PASS, step(filter).action);
  }

  @Test
  void whenAStiffnessIsNegative_theActionIsRefusedAndSaidSo() {
    SafetyFilter filter = started(null);
    input.stiffness[3] = -1;
    FilterOutput out = step(filter);
    assertEquals(FilterAction.SLOWDOWN, out.action);
    assertEquals(FilterReason.ACTION_INVALID, out.reason);
  }

  @Test
  void whenTheActionIsNotFinite_itIsRefusedAndSaidSo() {
    SafetyFilter filter = started(null);
    input.target[3] = Double.NaN;
    FilterOutput out = step(filter);
    assertEquals(FilterAction.SLOWDOWN, out.action);
    assertEquals(FilterReason.ACTION_INVALID, out.reason);
  }

  @Test
  void aShortGapInTheStatesIsBridged_aLongerOneBrakes_aLongOneStops() {
    SafetyFilter filter = started(null);
    input.stateFresh = false;
    for (int k = 0; k < 3; k++) {
      assertEquals(FilterAction.PASS, filter.step(input).action);
    }
    assertEquals(FilterAction.FALLBACK, filter.step(input).action);
    assertEquals(FilterReason.STATE_STALE, filter.step(input).reason);
    for (int k = 0; k < 100; k++) {
      filter.step(input);
    }
    assertEquals(FilterAction.STOP, filter.step(input).action);
    input.stateFresh = true;
    assertEquals(FilterAction.STOP, filter.step(input).action, "a stop stays");
    assertTrue(filter.reset(input));
    assertEquals(FilterAction.PASS, step(filter).action);
  }

  @Test
  void threeStatesThatAreNotFiniteStop() {
    SafetyFilter filter = started(null);
    input.qd[2] = Double.NaN;
    filter.step(input);
    filter.step(input);
    FilterOutput out = filter.step(input);
    assertEquals(FilterAction.STOP, out.action);
    assertEquals(FilterReason.STATE_INVALID, out.reason);
    assertFalse(filter.reset(input), "no restart from a state that is not finite");
  }

  @Test
  void whenTheRowsConflict_theFallbackIsSent() {
    assertFallback(QpStatus.INFEASIBLE, 0, FilterReason.QP_INFEASIBLE);
  }

  @Test
  void whenTheSolverGivesUp_theFallbackIsSent() {
    assertFallback(QpStatus.CAP_REACHED, 0, FilterReason.QP_FAILED);
  }

  @Test
  void whenTheSolverLies_theFallbackIsSent() {
    assertFallback(QpStatus.SOLVED, Double.NaN, FilterReason.POST_CHECK);
    assertFallback(QpStatus.SOLVED, 1e9, FilterReason.POST_CHECK);
  }

  @Test
  void whenTheBarrierIsNearlyBroken_itsRowActsAndTheSlackIsReported() {
    SafetyFilter filter =
        new SafetyFilter(
            panda, List.of(), TestBarriers.random(1, -2, 16, 16), FilterSettings.DEFAULT, null);
    prepare();
    assertTrue(filter.reset(input));
    FilterOutput out = step(filter);
    assertTrue(out.barrierActive);
    assertTrue(out.barrierMargin < 0);
    assertTrue(out.slack > 0, "slack " + out.slack);
    assertTrue((out.activeRows & 1L << filter.rowNames().indexOf("learned_barrier")) != 0);
  }

  @Test
  void aBarrierForAnotherRobotIsRefusedWithBothSides() {
    Map<String, String> metadata = TestBarriers.metadata();
    metadata.put("robot", "fr3");
    BarrierFile other =
        new BarrierFile(
            safe.layers(),
            safe.mean(),
            safe.scale(),
            safe.supportLower(),
            safe.supportUpper(),
            metadata);
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> new SafetyFilter(panda, List.of(), other, FilterSettings.DEFAULT, null))
            .getMessage();
    assertTrue(message.contains("fr3") && message.contains("panda"), message);
  }

  @Test
  void beforeTheFirstResetNothingMoves() {
    SafetyFilter filter = new SafetyFilter(panda, List.of(), safe, FilterSettings.DEFAULT, null);
    prepare();
    FilterOutput out = filter.step(input);
    assertEquals(FilterAction.STOP, out.action);
    assertEquals(0, Arrays.stream(out.command).map(Math::abs).sum(), 0);
  }

  @Test
  void aStepAllocatesNothing() {
    SafetyFilter filter = started(null);
    int[] k = {0};
    AllocationMeter.assertNoAllocation(
        () -> {
          k[0]++;
          input.stateFresh = k[0] % 40 > 1;
          input.actionFresh = k[0] % 100 > 5;
          input.q[0] = 0.3 * Math.sin(0.001 * k[0]);
          input.qd[0] = 0.3 * Math.cos(0.001 * k[0]);
          input.q[1] = panda.posture()[1] + (k[0] % 5000 == 4000 ? Double.NaN : 1e-9 * (k[0] % 2));
          if (filter.isStopped()) {
            filter.reset(input);
          }
          input.target[1] = panda.posture()[1] + Math.cos(0.02 * k[0]);
          System.arraycopy(filter.step(input).command, 0, input.acceptedEffort, 0, 7);
        });
  }

  private void assertFallback(QpStatus status, double value, FilterReason reason) {
    SafetyFilter filter = started(new FakeSolver(status, value));
    input.qd[0] = 0.5;
    FilterOutput out = step(filter);
    assertEquals(FilterAction.FALLBACK, out.action);
    assertEquals(reason, out.reason);
    assertTrue(out.command[0] < 0, "it brakes");
  }

  private SafetyFilter started(QpSolver solver) {
    SafetyFilter filter =
        new SafetyFilter(panda, List.of(HalfSpace.table(0)), safe, FilterSettings.DEFAULT, solver);
    prepare();
    assertTrue(filter.reset(input));
    return filter;
  }

  private void prepare() {
    System.arraycopy(panda.posture(), 0, input.q, 0, 7);
    System.arraycopy(panda.posture(), 0, input.target, 0, 7);
    Arrays.fill(input.qd, 0);
    Arrays.fill(input.stiffness, 50);
    input.stateFresh = true;
    input.actionFresh = true;
    input.dt = 0.001;
  }

  private FilterOutput step(SafetyFilter filter) {
    FilterOutput out = filter.step(input);
    System.arraycopy(out.command, 0, input.acceptedEffort, 0, 7);
    return out;
  }

  /** A solver that answers what it is told. */
  private record FakeSolver(QpStatus status, double value) implements QpSolver {
    @Override
    public int conflictCount() {
      return 0;
    }

    @Override
    public int conflict(int k) {
      return 0;
    }

    @Override
    public QpStatus solve(QpProblem problem) {
      return status;
    }

    @Override
    public double[] solution() {
      double[] x = new double[8];
      Arrays.fill(x, value);
      return x;
    }

    @Override
    public double[] multipliers() {
      return new double[100];
    }

    @Override
    public int iterations() {
      return 1;
    }

    @Override
    public void reset() {}
  }
}
