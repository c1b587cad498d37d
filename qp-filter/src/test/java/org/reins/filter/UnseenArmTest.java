package org.reins.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reins.filter.constraint.HalfSpace;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/** What a filter sends when it does not see how an arm moves. */
class UnseenArmTest {
  private static final int N = 7;
  private static final double DT = 0.001;
  private static final double SPEED = 0.1;

  private final RobotModel carried = iiwa("false");
  private final RobotModel weightless = iiwa("true");
  private final FilterInput in = new FilterInput(N, EnvelopeLevels.DEFAULT.base());

  private static RobotModel iiwa(String compensated) {
    String text = RobotFiles.text("iiwa14");
    return RobotFiles.parse(
        "iiwa.yaml",
        text.replace("gravity_compensated: true", "gravity_compensated: " + compensated));
  }

  private SafetyFilter started(RobotModel robot) {
    SafetyFilter filter =
        new SafetyFilter(robot, List.of(HalfSpace.table(0)), null, FilterSettings.DEFAULT, null);
    System.arraycopy(robot.posture(), 0, in.q, 0, N);
    System.arraycopy(robot.posture(), 0, in.target, 0, N);
    Arrays.fill(in.qd, 0);
    Arrays.fill(in.stiffness, 50);
    Arrays.fill(in.acceptedEffort, Double.NaN);
    in.stateFresh = true;
    in.actionFresh = true;
    in.torqueActs = true;
    in.silentWhenBlind = true;
    in.dt = DT;
    assertTrue(filter.reset(in));
    return filter;
  }

  /** Moves all joints, as measured, and then repeats the last values forever. */
  private FilterOutput freeze(SafetyFilter filter, int cycles) {
    for (int k = 0; k < 200; k++) {
      for (int i = 0; i < N; i++) {
        in.qd[i] = SPEED + 1e-6 * (k % 3);
        in.q[i] += DT * in.qd[i];
      }
      filter.step(in);
    }
    FilterOutput out = null;
    for (int k = 0; k < cycles; k++) {
      out = filter.step(in);
    }
    return out;
  }

  @Test
  void whenAllSensorsFreeze_anArmThatTheCommandsCarryIsLeftToItsOwnStop() {
    FilterOutput out = freeze(started(carried), 500);
    assertEquals(FilterAction.STOP, out.action);
    assertEquals(FilterReason.STATE_FROZEN, out.reason);
    assertTrue(out.silent, "a constant torque would let it fall");
  }

  @Test
  void whenAllSensorsFreeze_anArmThatCarriesItselfIsSentABrake() {
    FilterOutput out = freeze(started(weightless), 500);
    assertEquals(FilterAction.STOP, out.action);
    assertFalse(out.silent);
  }

  @Test
  void anArmThatDoesNotStopByItselfIsNeverLeftAlone() {
    SafetyFilter filter = started(carried);
    in.silentWhenBlind = false;
    assertFalse(freeze(filter, 500).silent);
  }

  @Test
  void inStop_oneMissedStateDoesNotOpenTheBrakes_andLostStatesLeaveTheArmToItself() {
    SafetyFilter filter = started(carried);
    filter.emergencyStop();
    filter.step(in);
    in.stateFresh = false;
    for (int k = 1; k <= 3; k++) {
      assertFalse(filter.step(in).silent, "after " + k + " missed states");
    }
    for (int k = 0; k < 300; k++) {
      assertTrue(filter.step(in).silent);
    }
    assertEquals(FilterReason.EMERGENCY_STOP, filter.stopReason());
    in.stateFresh = true;
    assertFalse(filter.step(in).silent, "it is seen again");
  }
}
