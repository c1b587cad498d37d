package org.reins.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

class PositionCommandTest {
  private static final double T = 0.002;
  private static final double ROOM = 0.01;

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
      double wanted = command.step(q, qd, true, acceleration)[0];
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
    double room = ROOM * ur5e.joints().get(1).limits().velocity();
    double ahead = 0;
    int periods = 0;
    while (command.isFollowed()) {
      ahead = command.step(q, qd, true, acceleration)[1] - q[1];
      double t = ++periods * T;
      // A robot with a lag of 0.1 s would be behind by the integral of its e = v − e / 0.1 at most.
      assertTrue(ahead <= room + 5 * t * t / 2 + 1e-12);
      assertTrue(ahead <= room + 0.1 * 5 * t + 1e-12);
      assertTrue(periods < 1_000);
    }
    assertTrue(periods * T > PositionCommand.PATIENCE);
    double[] p = command.step(q, qd, true, acceleration);
    assertEquals(q[1], p[1]);
    assertEquals(q[1], command.position(1, 0.02));
    double[] judged = q.clone();
    judged[0] += 0.3;
    command.refer(judged, qd);
    assertEquals(q[0] + 0.3, judged[0], "what is judged is the measurement again");
    command.reset();
    assertTrue(command.isFollowed());
  }

  /**
   * A protective stop closes while the arm moves, the filter brakes, and all rests: whoever lets
   * the arm go must not see it jump to where it was told to be.
   */
  @Test
  void aRobotThatIsHeldAndLetGoDoesNotJump() {
    double fastest = ur5e.joints().get(0).limits().velocity();
    acceleration[0] = 8;
    for (int k = 0; k < 150; k++) {
      follow(0.03);
    }
    acceleration[0] = 0;
    double farthest = 0;
    double last = command.step(q, qd, true, acceleration)[0];
    qd[0] = 0;
    double[] judged = new double[6];
    double[] speed = new double[6];
    double fastestBack = 0;
    for (int k = 0; k < 250; k++) {
      System.arraycopy(q, 0, judged, 0, 6);
      System.arraycopy(qd, 0, speed, 0, 6);
      command.refer(judged, speed);
      acceleration[0] = Math.max(-8, Math.min(8, -speed[0] / T));
      double p = command.step(q, qd, true, acceleration)[0];
      farthest = Math.max(farthest, p - q[0]);
      if (command.isFollowed()) {
        fastestBack = Math.max(fastestBack, last - p);
      }
      last = p;
    }
    assertTrue(farthest > ROOM * fastest, "it was ahead");
    assertEquals(q[0], last);
    assertTrue(fastestBack <= T * fastest, "it came back no faster than joints move");
  }

  /** Lags up to the one that counts as following, and any motion: nothing is ever held back. */
  @Test
  void aRobotThatFollowsIsNotHeldBack() {
    java.util.SplittableRandom random = new java.util.SplittableRandom(3);
    for (int run = 0; run < 200; run++) {
      double lag = random.nextDouble(0.004, 0.1);
      PositionCommand held = new PositionCommand(ur5e, T);
      double[] at = new double[6];
      double[] moving = new double[6];
      double free = at[0];
      double v = 0;
      double fastest = ur5e.joints().get(0).limits().velocity();
      for (int k = 0; k < 1_000; k++) {
        if (k % 50 == 0) {
          acceleration[0] = random.nextDouble(-15, 15);
        }
        if (Math.abs(free) > 1) {
          acceleration[0] = -15 * Math.signum(free);
        }
        v = Math.max(-fastest, Math.min(fastest, v + T * acceleration[0]));
        free += T * v;
        double wanted = held.step(at, moving, true, acceleration)[0];
        assertEquals(free, wanted, 1e-9);
        moving[0] = (wanted - at[0]) / lag;
        at[0] += T * moving[0];
      }
      assertTrue(held.isFollowed());
    }
  }

  @Test
  void whileNoMeasurementComesTheCommandIsNotHeldBackByTheLastOne() {
    acceleration[0] = 8;
    for (int k = 0; k < 150; k++) {
      follow(0.03);
    }
    double v = 150 * T * 8;
    double before = command.step(q, qd, true, acceleration)[0];
    v += T * 8;
    for (int k = 0; v > 0; k++) {
      acceleration[0] = Math.max(-8, -v / T);
      v += T * acceleration[0];
      double p = command.step(q, qd, false, acceleration)[0];
      assertEquals(before + T * v, p, 1e-9, "cycle " + k);
      before = p;
    }
    assertTrue(command.isFollowed());
  }

  private void follow(double lag) {
    double wanted = command.step(q, qd, true, acceleration)[0];
    qd[0] = (wanted - q[0]) / lag;
    q[0] += T * qd[0];
  }

  @Test
  void noCommandIsBeyondTheLimitsOrNotFinite() {
    JointLimits limits = ur5e.joints().get(2).limits();
    q[2] = limits.upper() - 1e-4;
    qd[2] = 3;
    acceleration[2] = 1e9;
    acceleration[3] = Double.NaN;
    double before = q[4];
    command.step(q, qd, true, acceleration);
    q[4] = Double.NaN;
    double[] p = command.step(q, qd, true, acceleration);
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
    command.step(q, qd, true, acceleration);
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
    double told = command.step(q, qd, true, acceleration)[0];
    command.refer(measured, speed);
    assertEquals(told, measured[0]);
    assertEquals(0.2, speed[0], 1e-9);
    assertTrue(Double.isNaN(speed[5]), "a broken sensor is not hidden");
  }

  @Test
  void aResetBeginsFromTheMeasuredState() {
    acceleration[0] = 5;
    command.step(q, qd, true, acceleration);
    command.reset();
    q[0] += 1;
    assertEquals(q[0] + 5 * T * T, command.step(q, qd, true, acceleration)[0], 1e-12);
  }

  @Test
  void aRobotThatIsHeldIsLostHoweverOftenAStateIsMissing() {
    RobotModel ur5e = RobotFiles.load("ur5e");
    double period = 1 / ur5e.control().rateHz();
    for (int every : new int[] {2, 5, 20, 50, 100}) {
      PositionCommand held = new PositionCommand(ur5e, period);
      double[] at = ur5e.posture().clone();
      double[] still = new double[at.length];
      double[] push = new double[at.length];
      push[0] = 1;
      int cycles = 0;
      while (held.isFollowed() && cycles < 2 / period) {
        held.step(at, still, cycles % every != 0, push);
        cycles++;
      }
      assertFalse(held.isFollowed(), "never lost with one state missing in " + every);
    }
  }

  @Test
  void theWayToRestNeedsNoMeasurementAndEndsInAPositionThatIsHeld() {
    RobotModel ur5e = RobotFiles.load("ur5e");
    double period = 1 / ur5e.control().rateHz();
    PositionCommand resting = new PositionCommand(ur5e, period);
    double[] at = ur5e.posture().clone();
    double[] speed = new double[at.length];
    speed[0] = 1;
    resting.step(at, speed, true, new double[at.length]);
    double[] none = new double[at.length];
    java.util.Arrays.fill(none, Double.NaN);
    double before = Double.NaN;
    double last = Double.NaN;
    for (int k = 0; k < 1 / period; k++) {
      before = last;
      last = resting.rest(none, true)[0];
      assertTrue(Double.isFinite(last));
    }
    assertEquals(before, last, 1e-7);
    assertTrue(Math.abs(last - at[0]) < 0.5, "it went on by " + (last - at[0]));
  }
}
