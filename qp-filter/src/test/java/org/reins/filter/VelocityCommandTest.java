package org.reins.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

class VelocityCommandTest {
  private static final double T = 0.002;

  private final RobotModel ur5e = RobotFiles.arm("ur5e");
  private final VelocityCommand command = new VelocityCommand(ur5e, T);
  private final double[] qd = new double[6];
  private final double[] acceleration = new double[6];

  @Test
  void aRobotThatFollowsWithALagStillGetsTheAccelerationThatWasChosen() {
    acceleration[0] = 5;
    double lag = 0.01;
    for (int k = 0; k < 100; k++) {
      double wanted = command.step(qd, true, acceleration)[0];
      qd[0] += T / lag * (wanted - qd[0]);
    }
    // 0.2 s at 5 rad/s², less what the lag leaves behind.
    assertEquals(5 * (0.2 - lag), qd[0], 0.02);
  }

  @Test
  void theCommandRunsAheadOfABlockedRobotByALittleOnly() {
    acceleration[1] = 5;
    for (int k = 0; k < 1_000; k++) {
      command.step(qd, true, acceleration);
    }
    double[] v = command.step(qd, true, acceleration);
    assertEquals(0.1 * ur5e.joints().get(1).limits().velocity(), v[1], 1e-12);
  }

  @Test
  void aJointThatIsMeasuredWithTheWrongSignIsNotFollowed_oneThatReversesIs() {
    double lag = 0.05;
    double truth = 0;
    for (int k = 0; k < 2_000; k++) {
      acceleration[2] = k / 250 % 2 == 0 ? 2 : -2;
      double wanted = command.step(qd, true, acceleration)[2];
      qd[2] += T / lag * (wanted - qd[2]);
      assertTrue(command.isFollowed(), "in cycle " + k);
    }
    command.reset();
    qd[2] = 0;
    for (int k = 0; k < 300; k++) {
      acceleration[2] = 2;
      double wanted = command.step(qd, true, acceleration)[2];
      truth += T / lag * (wanted - truth);
      qd[2] = -truth;
    }
    assertFalse(command.isFollowed());
    command.reset();
    assertTrue(command.isFollowed());
  }

  @Test
  void velocitiesThatAreZeroAtOnceDoNotMakeTheCommandJump() {
    qd[1] = 2;
    double before = command.step(qd, true, acceleration)[1];
    qd[1] = 0;
    double most = T * ur5e.joints().get(1).limits().acceleration();
    for (int k = 0; k < 200; k++) {
      double next = command.step(qd, true, acceleration)[1];
      assertTrue(Math.abs(next - before) <= most + 1e-12, "a step of " + (next - before));
      before = next;
    }
    assertEquals(0.1 * ur5e.joints().get(1).limits().velocity(), before, 0.02);
  }

  @Test
  void aRobotThatStoppedByItselfIsNotDrivenOnOnTheWayToRest() {
    qd[0] = 2;
    command.step(qd, true, acceleration);
    qd[0] = 0;
    double lead = 0.1 * ur5e.joints().get(0).limits().velocity();
    assertTrue(command.rest(qd, true)[0] <= lead, "the command is " + command.rest(qd, true)[0]);
  }

  @Test
  void noCommandIsBeyondTheJointsSpeedOrNotFinite() {
    acceleration[2] = 1e9;
    qd[2] = 3.1;
    acceleration[3] = Double.NaN;
    double[] v = command.step(qd, true, acceleration);
    assertTrue(v[2] <= ur5e.joints().get(2).limits().velocity());
    assertEquals(0, v[3]);
  }

  @Test
  void aResetBeginsFromTheMeasuredVelocity() {
    acceleration[0] = 5;
    command.step(qd, true, acceleration);
    command.reset();
    qd[0] = -1;
    assertEquals(-1 + 5 * T, command.step(qd, true, acceleration)[0], 1e-12);
  }

  @Test
  void theWayToRestNeedsNoMeasurementAndEndsInZero() {
    RobotModel ur5e = RobotFiles.load("ur5e");
    double period = 1 / ur5e.control().rateHz();
    VelocityCommand resting = new VelocityCommand(ur5e, period);
    double[] fast = new double[ur5e.dof()];
    java.util.Arrays.fill(fast, 1);
    resting.step(fast, true, new double[ur5e.dof()]);
    double[] none = new double[ur5e.dof()];
    java.util.Arrays.fill(none, Double.NaN);
    double last = 1;
    for (int k = 0; k < 1.5 / period; k++) {
      double v = resting.rest(none, false)[0];
      double most = ur5e.joints().get(0).limits().acceleration() * period;
      assertTrue(v >= 0 && last - v <= most + 1e-12, "from " + last + " to " + v);
      last = v;
    }
    assertEquals(0, last);
  }
}
