package org.reins.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterInput;
import org.reins.filter.FilterOutput;
import org.reins.filter.FilterReason;
import org.reins.filter.FilterSettings;
import org.reins.filter.SafetyFilter;
import org.reins.filter.constraint.HalfSpace;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;

/** A driver that confuses signs or joints, from the start: each measurement alone looks right. */
class ContraryJointsTest {
  private static final double DT = 0.001;
  private static final int N = 7;

  private final RobotModel panda = RobotFiles.load("panda");
  private final SafetyFilter filter =
      new SafetyFilter(panda, List.of(HalfSpace.table(0)), null, FilterSettings.DEFAULT, null);
  private final EmbeddedArm arm = new EmbeddedArm(panda, PlantParameters.DEMO);
  private final RobotState state = new RobotState(N);
  private final FilterInput in = new FilterInput(N, EnvelopeLevels.DEFAULT.base());
  private int silent;

  /**
   * Measures.
   *
   * @param joint with the wrong sign, if the other one is the same
   * @param other under whose name it is measured
   */
  private void measure(int joint, int other) {
    System.arraycopy(state.q, 0, in.q, 0, N);
    System.arraycopy(state.qd, 0, in.qd, 0, N);
    java.util.Arrays.fill(in.acceptedEffort, Double.NaN);
    double sign = joint == other ? -1 : 1;
    in.q[joint] = sign * state.q[other];
    in.qd[joint] = sign * state.qd[other];
    if (joint != other) {
      in.q[other] = state.q[joint];
      in.qd[other] = state.qd[joint];
    }
    in.stateFresh = true;
  }

  private void begin(int joint, int other) {
    arm.reset(1, panda.posture(), state);
    in.dt = DT;
    in.actionFresh = true;
    System.arraycopy(panda.posture(), 0, in.target, 0, N);
    java.util.Arrays.fill(in.stiffness, 100);
    in.target[joint] += 0.5;
    filter.forget();
    measure(joint, other);
    assertTrue(filter.reset(in));
  }

  /** Drives for some seconds; a robot that gets no command stops by its own brakes. */
  private double drive(int joint, int other, double seconds) {
    double fastest = 0;
    double[] u = new double[N];
    for (int k = 0; k < seconds / DT; k++) {
      measure(joint, other);
      FilterOutput out = filter.step(in);
      silent = out.silent ? silent + 1 : 0;
      for (int i = 0; i < N; i++) {
        double limit = panda.joints().get(i).limits().effort();
        u[i] =
            silent > 20 ? Math.max(-limit, Math.min(limit, -state.qd[i] / 0.02)) : out.command[i];
      }
      arm.step(u, DT, state);
      fastest = Math.max(fastest, speed());
    }
    return fastest;
  }

  /** The largest share of a joint's speed limit. */
  private double speed() {
    double most = 0;
    for (int i = 0; i < N; i++) {
      most = Math.max(most, Math.abs(arm.trueQd()[i]) / panda.joints().get(i).limits().velocity());
    }
    return most;
  }

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
    in.silentWhenBlind = stopsByItself;
    begin(joint, other);
    double fastest = drive(joint, other, 3);
    assertEquals(FilterReason.STATE_IMPLAUSIBLE, filter.stopReason());
    assertTrue(filter.contrary() == joint || filter.contrary() == other, "" + filter.contrary());
    assertTrue(fastest < 1.8, "a joint had " + fastest + " of its speed limit");
    assertTrue(speed() < 0.05, "a joint still has " + speed() + " of its speed limit");
  }

  @Test
  void whenThePolicyIsStopped_anUnstableHoldEndsToo() {
    begin(0, 0);
    filter.stop(FilterReason.EMERGENCY_STOP);
    double fastest = drive(0, 0, 5);
    assertEquals(FilterReason.EMERGENCY_STOP, filter.stopReason());
    assertTrue(fastest < 1, "a joint had " + fastest + " of its speed limit");
  }

  @Test
  void anArmThatIsMeasuredAsItIs_isBrakedAndNeverCalledContrary() {
    begin(0, 0);
    for (int k = 0; k < 4000; k++) {
      measure(0, 0);
      in.q[0] = state.q[0];
      in.qd[0] = state.qd[0];
      in.target[0] = (k / 500) % 2 == 0 ? 1.5 : -1.5;
      if (k % 900 == 0) {
        filter.reset(in);
      } else if (k % 900 == 600) {
        filter.emergencyStop();
      }
      arm.step(filter.step(in).command, DT, state);
      assertEquals(-1, filter.contrary(), "in cycle " + k);
      assertTrue(
          filter.stopReason() == FilterReason.NONE
              || filter.stopReason() == FilterReason.EMERGENCY_STOP,
          "in cycle " + k);
    }
  }
}
