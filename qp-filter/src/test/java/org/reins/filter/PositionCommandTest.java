package org.reins.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.reins.robot.JointLimits;
import org.reins.robot.RobotFiles;
import org.reins.robot.RobotModel;

class PositionCommandTest {
  private static final double T = 0.002;

  private final RobotModel ur5e = RobotFiles.arm("ur5e");
  private final PositionCommand command = new PositionCommand(ur5e, T);
  private final double[] q = ur5e.posture();
  private final double[] qd = new double[6];
  private final double[] acceleration = new double[6];

  @Test
  void aRobotThatFollowsWithALagStillGetsTheAccelerationThatWasChosen() {
    double begin = q[0];
    acceleration[0] = 5;
    double lag = 0.01;
    for (int k = 0; k < 100; k++) {
      double wanted = command.step(q, qd, acceleration)[0];
      qd[0] = (wanted - q[0]) / lag;
      q[0] += T * qd[0];
    }
    // ½ a t² of a sum over periods, seen through a lag L that is a period shorter when sampled:
    // ½ a (t² + t T) − a L t + a L².
    double l = lag - T;
    assertEquals(5 * ((0.04 + 0.2 * T) / 2 - 0.2 * l + l * l), q[0] - begin, 1e-4);
  }

  @Test
  void theCommandRunsAheadOfABlockedRobotByALittleOnly_andComesBackToIt() {
    acceleration[1] = 5;
    double most = 0.1 * ur5e.joints().get(1).limits().velocity();
    double ahead = 0;
    int periods = 0;
    while (command.isFollowed()) {
      ahead = command.step(q, qd, acceleration)[1] - q[1];
      assertTrue(ahead <= most + 1e-12);
      periods++;
      assertTrue(periods < 1_000);
    }
    assertEquals(most, ahead, 1e-12);
    // ½ a t² to the lead, and then its patience.
    double expected = Math.sqrt(2 * most / 5) + PositionCommand.PATIENCE;
    assertEquals(expected, periods * T, 0.01);
    double[] p = command.step(q, qd, acceleration);
    assertEquals(q[1], p[1]);
    assertEquals(q[1], command.position(1, 0.02));
    double[] judged = q.clone();
    judged[0] += 0.3;
    command.refer(judged, qd);
    assertEquals(q[0] + 0.3, judged[0], "what is judged is the measurement again");
    command.reset();
    assertTrue(command.isFollowed());
  }

  @Test
  void noCommandIsBeyondTheLimitsOrNotFinite() {
    JointLimits limits = ur5e.joints().get(2).limits();
    q[2] = limits.upper() - 1e-4;
    qd[2] = 3;
    acceleration[2] = 1e9;
    acceleration[3] = Double.NaN;
    double before = q[4];
    command.step(q, qd, acceleration);
    q[4] = Double.NaN;
    double[] p = command.step(q, qd, acceleration);
    assertEquals(limits.upper(), p[2]);
    assertEquals(q[3], p[3]);
    assertEquals(before, p[4], "without a measurement it stays");
    assertEquals(limits.upper(), command.position(2, 0.02));
    assertTrue(command.velocity(2, 0.02) <= limits.velocity());
  }

  @Test
  void aheadOfTimeItBrakesToRestAndNotBackwards() {
    qd[0] = 0.1;
    acceleration[0] = -10;
    command.step(q, qd, acceleration);
    double v = 0.1 - 10 * T;
    double rest = q[0] + T * v + v * v / 20;
    assertEquals(rest, command.position(0, 0.02), 1e-12);
    assertEquals(0, command.velocity(0, 0.02), 1e-12);
  }

  @Test
  void whatTheFilterJudgesIsWhereTheRobotWasToldToBe() {
    double[] measured = q.clone();
    double[] speed = {0.1, 0, 0, 0, 0, Double.NaN};
    command.refer(measured, speed);
    assertEquals(0.1, speed[0], "nothing was told yet");
    qd[0] = 0.2;
    double told = command.step(q, qd, acceleration)[0];
    command.refer(measured, speed);
    assertEquals(told, measured[0]);
    assertEquals(0.2, speed[0], 1e-9);
    assertTrue(Double.isNaN(speed[5]), "a broken sensor is not hidden");
  }

  @Test
  void aResetBeginsFromTheMeasuredState() {
    acceleration[0] = 5;
    command.step(q, qd, acceleration);
    command.reset();
    q[0] += 1;
    assertEquals(q[0] + 5 * T * T, command.step(q, qd, acceleration)[0], 1e-12);
  }
}
