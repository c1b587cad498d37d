package org.reins.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.reins.filter.constraint.RowLimit;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/** The intake of a Panda at rest, whose commands rise slowly. */
class StateIntakeTest {
  private static final double DT = 0.001;
  private static final double STEP = 1e-3;
  private static final int N = 7;

  private final RobotModel robot = RobotFiles.load("panda");
  private final double[] q = new double[N];
  private final double[] qd = new double[N];
  private final double[] massInverse = new double[N * N];
  private final FilterOutput output = new FilterOutput(N, new double[0], new RowLimit[0], null);
  private final TorqueRateWindow window = new TorqueRateWindow(change());
  private final MotionEstimate estimate = new MotionEstimate(q, qd, output.acceleration);
  private final UnknownLoad unknown =
      new UnknownLoad(robot, new RigidBodyDynamics(robot), new double[N]);
  private final StopLatch latch = new StopLatch();
  private final FilterInput in = new FilterInput(N, EnvelopeLevels.DEFAULT.base());
  private final StateIntake intake =
      new StateIntake(robot, FilterSettings.DEFAULT, window, estimate, unknown, latch, massInverse);
  private double command;

  StateIntakeTest() {
    System.arraycopy(robot.posture(), 0, in.q, 0, N);
    for (int i = 0; i < N; i++) {
      massInverse[i * N + i] = 1;
      in.acceptedEffort[i] = Double.NaN;
    }
    in.stateFresh = true;
    in.dt = DT;
    latch.reset(true);
    assertTrue(intake.reset(in));
    estimate.reset(in.q, in.qd, new double[N]);
    window.reset(new double[N]);
  }

  private double[] change() {
    double[] change = new double[N];
    for (int i = 0; i < N; i++) {
      change[i] = robot.joints().get(i).limits().effortRate() / robot.control().rateHz();
    }
    return change;
  }

  private boolean cycle() {
    command += STEP;
    double[] torque = new double[N];
    torque[0] = command;
    window.sent(torque);
    estimate.sent(torque);
    return intake.read(in, DT, output);
  }

  /** How many commands may be in force, from the width of the first joint's window. */
  private long inForce() {
    window.update();
    double full = 2 * change()[0];
    return Math.round((full - (window.high()[0] - window.low()[0])) / STEP) + 1;
  }

  @Test
  void aGoodMeasurementIsTakenAsItIs_propagatedToWhenTheCommandActs() {
    in.qd[3] = 0.1;
    in.stateAge = 0.003;
    assertTrue(intake.reset(in));
    assertTrue(cycle());
    assertEquals(FilterReason.NONE, output.reason);
    assertEquals(-1, intake.culprit());
    double ahead = FilterSettings.DEFAULT.delay() + in.stateAge;
    assertEquals(in.q[3] + 0.1 * ahead, q[3], 1e-12);
    assertEquals(in.q[2], q[2], 0);
  }

  @Test
  void whereTheRobotFollowsPositions_theCommandedOneIsJudged_ifTheMeasuredOneIsPlausible() {
    System.arraycopy(in.q, 0, in.toldQ, 0, N);
    in.toldQ[1] += 0.05;
    in.told = true;
    cycle();
    assertEquals(in.toldQ[1], q[1], 0);
    in.q[1] = Double.NaN;
    assertFalse(cycle());
    assertEquals(in.toldQ[1], q[1], 1e-9, "predicted from the last one");
  }

  @Test
  void ofAMeasurementWithOneWrongJoint_theOthersAreTaken_andItIsPredicted() {
    in.qd[4] = 0.2;
    assertTrue(intake.reset(in));
    cycle();
    double before = q[4];
    in.q[4] = Double.NaN;
    in.q[5] += 1e-4;
    assertFalse(cycle());
    assertEquals(FilterReason.STATE_INVALID, output.reason);
    assertEquals(4, output.culprit);
    assertEquals(4, intake.culprit());
    assertEquals(before + 0.2 * DT, q[4], 1e-12);
    assertEquals(in.q[5], q[5], 0);
  }

  @Test
  void aRefusedResetChangesNothing_andAGoodOneForgetsTheCulprit() {
    in.q[4] = Double.NaN;
    cycle();
    assertFalse(intake.reset(in));
    assertEquals(4, intake.culprit());
    in.q[4] = robot.posture()[4];
    assertTrue(intake.reset(in));
    assertEquals(-1, intake.culprit());
  }

  @Test
  void threeInvalidMeasurementsInARowStop_forWhatWasWrongWithThem() {
    in.q[0] = Double.NaN;
    for (int k = 1; k <= 3; k++) {
      cycle();
      output.action = FilterAction.FALLBACK;
      latch.escalate(output);
      assertEquals(k == 3, latch.isStopped(), "after " + k);
    }
    assertEquals(FilterReason.STATE_INVALID, latch.reason());
  }

  @Test
  void goodMeasurementsInBetweenEndTheWaitingForOne() {
    for (int k = 0; k < 3; k++) {
      in.q[0] = Double.NaN;
      cycle();
      in.q[0] = robot.posture()[0];
      cycle();
      assertFalse(latch.mustBrake());
    }
    for (int k = 0; k < 4; k++) {
      in.stateFresh = false;
      assertFalse(latch.mustBrake(), k + " missed");
      cycle();
    }
    assertTrue(latch.mustBrake(), "four in a row are missed");
    in.stateFresh = true;
    cycle();
    assertFalse(latch.mustBrake());
  }

  @Test
  void withoutAStateItsReasonIsTold_andTheMotionGoesOn() {
    in.qd[2] = 0.1;
    assertTrue(intake.reset(in));
    cycle();
    double before = q[2];
    in.stateFresh = false;
    in.staleReason = FilterReason.STATE_INVALID;
    assertFalse(cycle());
    assertEquals(FilterReason.STATE_INVALID, output.reason);
    assertEquals(before + 0.1 * DT, q[2], 1e-12);
  }

  @Test
  void afterAGapTheJointMayHaveMovedAsFarAsItsSpeedAllows() {
    in.qd[2] = 1;
    assertTrue(intake.reset(in));
    cycle();
    for (int k = 0; k < 50; k++) {
      in.stateFresh = false;
      cycle();
    }
    in.stateFresh = true;
    in.q[2] += 0.05;
    assertTrue(cycle(), () -> output.reason + " of " + output.culprit);
  }

  @Test
  void whileNoStateComes_allCommandsMayBeInForce_andABrakeAssumesThatTheRobotGoesOn() {
    in.effortMeaning = EffortMeaning.ABSENT;
    for (int k = 0; k < 100; k++) {
      cycle();
    }
    int lost = FilterSettings.DEFAULT.lostCommands();
    assertEquals(lost + 1, inForce());
    in.stateFresh = false;
    for (int k = 0; k < 3; k++) {
      cycle();
      assertEquals(lost + 2 + k, inForce());
    }
    // The latch counts this cycle after the window is judged.
    cycle();
    for (int k = 0; k < 20; k++) {
      cycle();
    }
    assertEquals(lost + 1, inForce());
  }

  @Test
  void whileNothingIsSentToARobotThatStopsByItself_allCommandsMayBeInForce_untilItIsStopped() {
    in.effortMeaning = EffortMeaning.ABSENT;
    in.silentWhenBlind = true;
    for (int k = 0; k < 100; k++) {
      cycle();
    }
    in.stateFresh = false;
    long before = inForce();
    for (int k = 1; k <= 20; k++) {
      cycle();
      assertEquals(before + k, inForce());
    }
    latch.stop(FilterReason.EMERGENCY_STOP);
    for (int k = 0; k < 20; k++) {
      cycle();
    }
    assertEquals(FilterSettings.DEFAULT.lostCommands() + 1, inForce());
  }

  @Test
  void aTorqueThatOnlyTheFilterReckonsWithIsNeverLost() {
    in.torqueActs = false;
    for (int k = 0; k < 50; k++) {
      cycle();
      assertEquals(1, inForce());
    }
    assertEquals(EffortMeaning.ABSENT, output.effort);
  }

  @Test
  void anEchoIsFound_told_andForgottenOnRequest() {
    for (int k = 0; k < 20; k++) {
      java.util.Arrays.fill(in.acceptedEffort, 0);
      in.acceptedEffort[0] = command;
      cycle();
    }
    assertEquals(EffortMeaning.ECHO, intake.effort());
    assertEquals(EffortMeaning.ECHO, output.effort);
    intake.forgetEffort();
    assertEquals(EffortMeaning.ABSENT, intake.effort());
  }

  @Test
  void aJointThatCommandsMustHaveMovedIsFrozen_unlessFrictionMayHoldIt() {
    double held = 1.5 * robot.joints().get(0).friction() + 0.02 * 87;
    assertEquals(87, robot.joints().get(0).limits().effort(), 0);
    massInverse[0] = 0.5;
    for (double sign : new double[] {1, -1}) {
      assertTrue(intake.reset(in));
      output.acceleration[0] = sign * 0.5 * held * 0.99;
      for (int k = 0; k < 3000; k++) {
        assertTrue(cycle(), "held by friction");
      }
      // The excess gives the speed that shows that it did not move, after the time in question.
      double excess = 2;
      output.acceleration[0] = sign * (0.5 * held + excess);
      assertTrue(intake.reset(in));
      int cycles = 1;
      while (cycle()) {
        cycles++;
        assertTrue(cycles < 10_000);
      }
      double pushed = 5 * StateCheck.PUSHED * robot.joints().get(0).limits().velocity();
      assertEquals(FilterReason.STATE_FROZEN, output.reason);
      assertEquals(pushed / excess / DT, cycles, 2);
      latch.reset(true);
    }
  }

  @Test
  void betweenTwoStatesTheirStampsCount_ifTheyArePossible() {
    for (double stamped : new double[] {1.3 * DT, 0, -DT, 5, Double.NaN}) {
      System.arraycopy(robot.posture(), 0, in.q, 0, N);
      in.qd[1] = 1;
      assertTrue(intake.reset(in));
      in.dt = stamped;
      double moved = stamped == 1.3 * DT ? stamped : DT;
      for (int k = 0; k < 500; k++) {
        in.q[1] += moved;
        assertTrue(cycle(), () -> stamped + " s: " + output.reason);
      }
    }
  }

  @Test
  void whileStopped_positionsGiveTheSpeedOfAJointWhoseVelocityIsWrong() {
    for (boolean stopped : new boolean[] {false, true}) {
      System.arraycopy(robot.posture(), 0, in.q, 0, N);
      assertTrue(intake.reset(in));
      if (stopped) {
        latch.stop(FilterReason.EMERGENCY_STOP);
      }
      for (int k = 0; k < 200; k++) {
        in.q[1] += 0.5 * DT;
        cycle();
      }
      assertFalse(output.reason == FilterReason.NONE);
      if (stopped) {
        assertEquals(0.5, qd[1], 1e-6);
        assertEquals(in.q[1], q[1], 0);
      } else {
        assertNotEquals(in.q[1], q[1], 1e-3);
        assertEquals(0, qd[1], 1e-9);
      }
    }
  }

  @Test
  void inStop_onceAVelocityWasWrong_thePositionsGiveTheSpeedOfEachJointThatReadsZero() {
    latch.stop(FilterReason.STATE_IMPLAUSIBLE);
    // A driver that gives positions only.
    for (int k = 0; k < 200; k++) {
      in.q[0] += DT * 0.3;
      // So slow that a velocity of 0 is not told from the truth.
      in.q[1] += DT * 0.03;
      cycle();
    }
    assertEquals(0.3, qd[0], 0.01);
    assertEquals(0.03, qd[1], 0.001);
    latch.reset(true);
    assertTrue(intake.reset(in));
    in.q[1] += DT * 0.03;
    cycle();
    assertEquals(0, qd[1], 0, "believed again after a reset");
  }
}
