package org.reins.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterInput;
import org.reins.filter.FilterReason;
import org.reins.filter.FilterSettings;
import org.reins.filter.SafetyFilter;
import org.reins.filter.constraint.HalfSpace;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;

/** A driver that confuses signs or joints, from the start: each measurement alone looks right. */
class ContraryJointsTest {
  private final ContraryArm panda = new ContraryArm("panda", false);

  @ParameterizedTest
  @CsvSource({
    "0,0,true",
    "0,0,false",
    "0,2,true",
    "0,2,false",
    "2,2,true",
    "6,6,false",
    "4,6,true"
  })
  void aJointWithTheWrongSignOrName_stopsTheArm_andTheBrakeDoesNotMakeItFaster(
      int joint, int other, boolean stopsByItself) {
    assertTrue(panda.begin(joint, other, 0.5, stopsByItself));
    double fastest = panda.drive(3);
    assertEquals(FilterReason.STATE_IMPLAUSIBLE, panda.filter.stopReason());
    int found = panda.filter.contrary();
    assertTrue(found == joint || found == other, "" + found);
    assertTrue(fastest < 1.8, "a joint had " + fastest + " of its speed limit");
    assertTrue(panda.speed() < 0.05, "a joint still has " + panda.speed() + " of its speed limit");
  }

  @Test
  void whenThePolicyIsStopped_anUnstableHoldEndsToo() {
    assertTrue(panda.begin(0, 0, 0.5, false));
    panda.filter.stop(FilterReason.EMERGENCY_STOP);
    double fastest = panda.drive(5);
    assertEquals(FilterReason.EMERGENCY_STOP, panda.filter.stopReason());
    assertTrue(fastest < 1, "a joint had " + fastest + " of its speed limit");
  }

  @ParameterizedTest
  @CsvSource({"panda,true", "panda,false", "ur5e,true", "ur5e,false", "gen3,true", "iiwa14,true"})
  void anArmThatIsMeasuredAsItIs_isBrakedAndNeverCalledContrary(
      String name, boolean stopsByItself) {
    RobotModel robot = RobotFiles.arm(name);
    int n = robot.dof();
    double dt = 1 / robot.control().rateHz();
    SafetyFilter filter =
        new SafetyFilter(robot, List.of(HalfSpace.table(0)), null, FilterSettings.DEFAULT, null);
    EmbeddedArm arm = new EmbeddedArm(robot, PlantParameters.DEMO);
    RobotState state = new RobotState(n);
    FilterInput in = new FilterInput(n, EnvelopeLevels.DEFAULT.at(EnvelopeLevels.DEFAULT.top()));
    arm.reset(1, robot.posture(), state);
    in.dt = dt;
    in.actionFresh = true;
    in.silentWhenBlind = stopsByItself;
    java.util.Arrays.fill(in.stiffness, 100);
    java.util.Arrays.fill(in.acceptedEffort, Double.NaN);
    System.arraycopy(robot.posture(), 0, in.target, 0, n);
    filter.forget();
    for (int k = 0; k < 4 / dt; k++) {
      System.arraycopy(state.q, 0, in.q, 0, n);
      System.arraycopy(state.qd, 0, in.qd, 0, n);
      in.stateFresh = true;
      in.target[0] = robot.posture()[0] + ((int) (k * dt / 0.5) % 2 == 0 ? 1.5 : -1.5);
      int phase = (int) Math.round(k * dt * 1000) % 900;
      if (phase < 1000 * dt) {
        filter.reset(in);
      } else if (phase >= 600 && phase < 600 + 1000 * dt) {
        filter.emergencyStop();
      }
      arm.step(filter.step(in).command, dt, state);
      assertEquals(-1, filter.contrary(), "in cycle " + k);
      FilterReason reason = filter.stopReason();
      assertTrue(
          reason == FilterReason.NONE || reason == FilterReason.EMERGENCY_STOP,
          reason + " in cycle " + k);
    }
  }
}
