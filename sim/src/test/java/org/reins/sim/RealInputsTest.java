package org.reins.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reins.filter.EffortMeaning;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterInput;
import org.reins.filter.FilterOutput;
import org.reins.filter.FilterReason;
import org.reins.filter.FilterSettings;
import org.reins.filter.SafetyFilter;
import org.reins.filter.constraint.HalfSpace;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;

/** The filter with what drivers really send, on a simulated arm with wild targets. */
class RealInputsTest {
  private static final double DT = 0.001;

  private final RobotModel panda = RobotFiles.load("panda");
  private final SafetyFilter filter = filter(panda);
  private final EmbeddedArm arm = new EmbeddedArm(panda, PlantParameters.DEMO);
  private final Judge judge = new Judge(panda);
  private final RobotState state = new RobotState(7);
  private final FilterInput in = new FilterInput(7, EnvelopeLevels.DEFAULT.base());
  private final SplittableRandom random = new SplittableRandom(5);
  private double fastest;

  /** What a driver may put into effort. */
  enum Effort {
    EXACT,
    SINGLE_PRECISION,
    TINY_NOISE,
    NOISE,
    ZERO,
    WITH_GRAVITY,
    NOT_A_NUMBER
  }

  @ParameterizedTest
  @EnumSource(Effort.class)
  void whateverEffortMeansTheArmKeepsItsLimitsAndMoves(Effort effort) {
    begin(0);
    double travel = 0;
    for (int k = 0; k < 8000; k++) {
      measure();
      for (int i = 0; i < 7; i++) {
        double e = state.acceptedEffort[i];
        in.acceptedEffort[i] =
            switch (effort) {
              case EXACT -> e;
              case SINGLE_PRECISION -> (float) e;
              case TINY_NOISE -> e + 1e-9 * random.nextDouble(-1, 1);
              case NOISE -> e + 0.1 * random.nextDouble(-1, 1);
              case ZERO -> 0;
              case WITH_GRAVITY -> e + 20 * Math.cos(state.q[i]);
              case NOT_A_NUMBER -> Double.NaN;
            };
      }
      act(filter.step(in), k);
      travel += Math.abs(arm.trueQd()[0]) * DT;
    }
    assertKept();
    assertTrue(travel > 2, "the arm moved by " + travel + " rad only");
    if (effort != Effort.TINY_NOISE) {
      // As a float such a number mostly is the command.
      boolean echo = effort == Effort.EXACT || effort == Effort.SINGLE_PRECISION;
      assertEquals(echo, echoes(), effort.toString());
    }
  }

  private boolean echoes() {
    return filter.step(in).effort == EffortMeaning.ECHO;
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 50, 100, 200, 400})
  void withoutStatesWhileCommandsArriveTheArmComesToRest(int blind) {
    for (int trial = 0; trial < 10; trial++) {
      begin(trial);
      int from = 300 + 37 * trial;
      for (int k = 0; k < from + blind; k++) {
        boolean sees = k < from;
        if (sees) {
          measure();
        }
        in.stateFresh = sees;
        act(filter.step(in), k);
      }
      assertKept();
      if (blind == 400) {
        double left = 0;
        for (double v : arm.trueQd()) {
          left = Math.max(left, Math.abs(v));
        }
        assertTrue(left < 0.25, "after 400 ms without states a joint goes at " + left + " rad/s");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"644,false", "1e10,true", "-1e155,true", "1e308,false"})
  void oneWildSampleLeavesNothingBehind(double wild, boolean position) {
    begin(1);
    for (int k = 0; k < 1500; k++) {
      measure();
      if (k == 700) {
        (position ? in.q : in.qd)[3] = wild;
      }
      FilterOutput out = filter.step(in);
      assertEquals(k == 700 ? 3 : -1, out.culprit);
      assertFalse(filter.isStopped(), () -> "stopped because of " + filter.stopReason());
      assertTrue(Double.isFinite(out.disturbance));
      act(out, k);
    }
    assertKept();
  }

  @Test
  void aJointWhoseVelocityIsNoneStopsTheArmAndTheOthersAreBrakedByMeasurement() {
    begin(2);
    for (int k = 0; k < 2500; k++) {
      measure();
      if (k >= 600) {
        in.qd[6] = Double.NaN;
      }
      act(filter.step(in), k);
    }
    assertEquals(FilterReason.STATE_INVALID, filter.stopReason());
    assertEquals(6, filter.culprit());
    assertKept();
    for (double v : arm.trueQd()) {
      assertTrue(Math.abs(v) < 0.02, "a joint still goes at " + v + " rad/s");
    }
  }

  @Test
  void aRobotThatIsHeldAndLetGoDoesNotJump() {
    begin(3);
    for (int k = 0; k < 1600; k++) {
      measure();
      FilterOutput out = filter.step(in);
      if (k > 400 && k < 1000) {
        // Its own brakes hold it, whatever it is sent.
        double[] hold = new double[7];
        for (int i = 0; i < 7; i++) {
          double limit = panda.joints().get(i).limits().effort();
          hold[i] = Math.max(-limit, Math.min(limit, -state.qd[i] / 0.02));
        }
        arm.step(hold, DT, state);
        System.arraycopy(out.command, 0, state.acceptedEffort, 0, 7);
      } else {
        arm.step(out.command, DT, state);
      }
      note(out, k);
    }
    assertKept();
  }

  @ParameterizedTest
  @CsvSource({"20,0,0", "0,-20,0", "0,0,20", "0,0,-20", "-14,14,0"})
  void aPushOf20NewtonsLeavesJointSpeedsEndsAndTableKept(double x, double y, double z) {
    for (int trial = 0; trial < 3; trial++) {
      begin(trial);
      for (int k = 0; k < 2000; k++) {
        measure();
        boolean pushed = k > 500 && k < 1100;
        arm.push(pushed ? x : 0, pushed ? y : 0, pushed ? z : 0);
        arm.pushElbow(0, 0, 0);
        act(filter.step(in), k);
      }
      assertKept();
    }
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void behindEveryDriverTheArmKeepsItsLimits(DriverProfile profile) {
    SimulatedDriver driver = new SimulatedDriver(panda, profile, DT);
    begin(4);
    driver.reset(4, state);
    for (int k = 0; k < 6000; k++) {
      if (k % 500 == 0) {
        draw();
      }
      driver.receive(in);
      FilterOutput out = filter.step(in);
      driver.send(out.silent ? null : out.command);
      arm.step(driver.torque(state), DT, state);
      driver.sample(state);
      judge.observe(arm.trueQ(), arm.trueQd(), driver.accepted(), DT);
    }
    assertKept();
  }

  static List<DriverProfile> profiles() {
    return DriverProfile.ALL;
  }

  @Test
  void aJointWithoutEndTakesTheShortestWayThoughItsMeasurementWraps() {
    RobotModel gen3 = RobotFiles.load("gen3");
    int n = gen3.dof();
    SafetyFilter wrapped = filter(gen3);
    // With the file's friction the gentle torque that its acceleration limit leaves moves nothing.
    EmbeddedArm turning = new EmbeddedArm(gen3, new PlantParameters(2e-5, 2e-3, 0.2, 1));
    RobotState seen = new RobotState(n);
    double[] pose = gen3.posture().clone();
    pose[0] = 3.1;
    turning.reset(1, pose, seen);
    FilterInput input = new FilterInput(n, EnvelopeLevels.DEFAULT.base());
    System.arraycopy(pose, 0, input.target, 0, n);
    input.target[0] = -2.98;
    Arrays.fill(input.stiffness, 40);
    input.stateFresh = true;
    input.actionFresh = true;
    input.dt = DT;
    double farthest = 0;
    for (int k = 0; k < 8000; k++) {
      System.arraycopy(seen.q, 0, input.q, 0, n);
      System.arraycopy(seen.qd, 0, input.qd, 0, n);
      System.arraycopy(seen.acceptedEffort, 0, input.acceptedEffort, 0, n);
      input.q[0] = Math.IEEEremainder(seen.q[0], 2 * Math.PI);
      if (k == 0) {
        assertTrue(wrapped.reset(input));
      }
      turning.step(wrapped.step(input).command, DT, seen);
      farthest = Math.max(farthest, Math.abs(turning.trueQ()[0] - 3.1));
    }
    assertEquals(2 * Math.PI - 2.98, turning.trueQ()[0], 0.05);
    assertTrue(farthest < 0.3, "it went " + farthest + " rad for 0.2");
  }

  private static SafetyFilter filter(RobotModel robot) {
    return new SafetyFilter(robot, List.of(HalfSpace.table(0)), null, FilterSettings.DEFAULT, null);
  }

  private void begin(long seed) {
    arm.reset(seed, panda.posture(), state);
    judge.reset(state.acceptedEffort);
    fastest = 0;
    in.actionFresh = true;
    in.dt = DT;
    filter.forget();
    measure();
    draw();
    assertTrue(filter.reset(in));
  }

  private void draw() {
    for (int i = 0; i < 7; i++) {
      JointLimits l = panda.joints().get(i).limits();
      in.target[i] = random.nextDouble(l.lower(), l.upper());
      in.stiffness[i] = 400;
    }
  }

  private void measure() {
    System.arraycopy(state.q, 0, in.q, 0, 7);
    System.arraycopy(state.qd, 0, in.qd, 0, 7);
    System.arraycopy(state.acceptedEffort, 0, in.acceptedEffort, 0, 7);
    in.stateFresh = true;
  }

  private void act(FilterOutput out, int k) {
    arm.step(out.command, DT, state);
    note(out, k);
  }

  private void note(FilterOutput out, int k) {
    judge.observe(arm.trueQ(), arm.trueQd(), out.command, DT);
    for (int i = 0; i < 7; i++) {
      double limit = panda.joints().get(i).limits().velocity();
      fastest = Math.max(fastest, Math.abs(arm.trueQd()[i]) / limit);
    }
    if (k % 500 == 499) {
      draw();
    }
  }

  private void assertKept() {
    for (Violation kind : Violation.values()) {
      if (kind != Violation.ZONE) {
        assertEquals(0, judge.events(kind), kind + ", fastest joint at " + fastest);
      }
    }
  }
}
