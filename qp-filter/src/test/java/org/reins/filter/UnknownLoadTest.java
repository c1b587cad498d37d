package org.reins.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/** The load on a Panda whose first joint is commanded. */
class UnknownLoadTest {
  private static final int N = 7;
  private static final double DT = 0.001;
  private static final double SHARE = 0.3;

  private final RobotModel robot = RobotFiles.load("panda");
  private final double limit = robot.joints().get(0).limits().effort();
  private final RigidBodyDynamics dynamics = new RigidBodyDynamics(robot);
  private final UnknownLoad load = new UnknownLoad(robot, dynamics, new double[N]);
  private final MotionEstimate sent =
      new MotionEstimate(new double[N], new double[N], new double[N]);
  private final FilterInput in = new FilterInput(N, EnvelopeLevels.DEFAULT.base());

  UnknownLoadTest() {
    dynamics.update(robot.posture(), new double[N]);
    in.torqueActs = true;
    in.stateFresh = true;
    load.reset(in.qd);
    sent.reset(robot.posture(), in.qd, new double[N]);
  }

  private void cycle(double command) {
    double[] torque = new double[N];
    torque[0] = command;
    sent.sent(torque);
    load.update(in, EffortMeaning.ABSENT, sent, true, false, DT);
  }

  @Test
  void whatHoldsARestingArmAgainstGrowingCommands_isNoLoad_untilTheArmMoves() {
    double most = 0;
    for (int k = 0; k < 600; k++) {
      cycle(SHARE * limit * Math.min(1, k / 300.0));
      most = Math.max(most, Math.abs(load.push()[0]));
    }
    assertEquals(0, load.push()[0], 1e-6 * limit);
    assertTrue(most < 0.05 * limit, "a load of " + most + " N·m was overcome");
    assertFalse(load.isPushed());
    for (int k = 0; k < 100; k++) {
      in.qd[0] = 0.1;
      cycle(SHARE * limit);
    }
    assertTrue(load.isPushed(), "a moving joint that the command does not accelerate is pushed");
  }

  @Test
  void aLoadThatAConstantCommandBalancesStaysKnownAtRest() {
    in.qd[0] = 0.1;
    for (int k = 0; k < 200; k++) {
      cycle(SHARE * limit);
    }
    in.qd[0] = 0;
    for (int k = 0; k < 1000; k++) {
      cycle(SHARE * limit);
    }
    assertEquals(-SHARE * limit, load.push()[0], 0.02 * limit);
  }

  @Test
  void aMissedStateKeepsTheLoadOfAStoppedArm_andARefusedOneForgetsIt() {
    in.qd[0] = 0.1;
    for (int k = 0; k < 200; k++) {
      cycle(SHARE * limit);
    }
    in.stateFresh = false;
    load.update(in, EffortMeaning.ABSENT, sent, false, true, DT);
    assertEquals(-SHARE * limit, load.total()[0], 0.05 * limit, "missed");
    in.stateFresh = true;
    load.update(in, EffortMeaning.ABSENT, sent, false, true, DT);
    assertEquals(0, load.total()[0], 1e-9, "refused");
  }
}
