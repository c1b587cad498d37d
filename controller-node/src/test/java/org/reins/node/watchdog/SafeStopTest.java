package org.reins.node.watchdog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;
import org.reins.sim.EmbeddedArm;
import org.reins.sim.PlantParameters;

/** The watchdog's stops on simulated arms, and with numbers that are none. */
class SafeStopTest {
  static List<String> arms() {
    return RobotFiles.arms();
  }

  private static RobotRecord record(RobotModel robot) {
    RobotRecord r = new RobotRecord(robot.dof());
    System.arraycopy(robot.posture(), 0, r.q, 0, robot.dof());
    return r;
  }

  @ParameterizedTest
  @MethodSource("arms")
  void torquesBringEveryArmToRestAndHoldIt_withinLimitAndRate(String name) {
    RobotModel robot = RobotFiles.arm(name);
    int n = robot.dof();
    double dt = 1 / robot.control().rateHz();
    SafeStop stop = SafeStop.of(StopKind.TORQUE, robot);
    RobotRecord r = record(robot);
    RobotState state = new RobotState(n);
    double[] u = new double[n];
    try (EmbeddedArm arm = new EmbeddedArm(robot, PlantParameters.DEMO)) {
      arm.reset(3, robot.posture(), state);
      // Set in motion by torques that a filter might have chosen.
      double[] push = new double[n];
      SafeStop balance = SafeStop.of(StopKind.TORQUE, robot);
      RobotRecord still = record(robot);
      for (int k = 0; k < 200; k++) {
        still.command[0] = push[0];
        balance.step(still, push);
        System.arraycopy(push, 0, still.command, 0, n);
        double[] driven = push.clone();
        driven[0] += 0.2 * robot.joints().get(0).limits().effort() * Math.min(1, k / 100.0);
        arm.step(driven, dt, state);
        System.arraycopy(driven, 0, u, 0, n);
      }
      double braking = 0;
      for (int i = 0; i < n; i++) {
        double most = 0.8 * robot.joints().get(i).limits().acceleration();
        braking = Math.max(braking, Math.abs(arm.trueQd()[i]) / most);
      }
      assertTrue(speed(arm.trueQd()) > 0.05, name + " moves at " + speed(arm.trueQd()));
      System.arraycopy(u, 0, r.command, 0, n);
      stop.begin(r);
      int moving = 0;
      for (int k = 0; k * dt < braking + 1.5; k++) {
        System.arraycopy(state.q, 0, r.q, 0, n);
        System.arraycopy(state.qd, 0, r.qd, 0, n);
        System.arraycopy(u, 0, r.command, 0, n);
        stop.step(r, u);
        for (int i = 0; i < n; i++) {
          JointLimits l = robot.joints().get(i).limits();
          assertTrue(Math.abs(u[i]) <= l.effort() * (1 + 1e-12));
          assertTrue(Math.abs(u[i] - r.command[i]) <= 0.5 * l.effortRate() * dt * (1 + 1e-9));
        }
        arm.step(u, dt, state);
        moving = k * dt > braking + 1 && speed(arm.trueQd()) > 0.03 ? moving + 1 : moving;
      }
      assertEquals(0, moving, name + " still moves at " + speed(arm.trueQd()) + " rad/s");
    }
  }

  private static double speed(double[] qd) {
    double fastest = 0;
    for (double v : qd) {
      fastest = Math.max(fastest, Math.abs(v));
    }
    return fastest;
  }

  @Test
  void velocitiesFallToZeroWithinTheAccelerationLimits() {
    RobotModel ur5e = RobotFiles.arm("ur5e");
    SafeStop stop = SafeStop.of(StopKind.VELOCITY, ur5e);
    RobotRecord r = record(ur5e);
    double dt = 1 / ur5e.control().rateHz();
    double[] v = {3, -3, 1, -0.5, 0.2, 0};
    System.arraycopy(v, 0, r.command, 0, 6);
    System.arraycopy(v, 0, r.qd, 0, 6);
    stop.begin(r);
    for (int k = 0; k * dt < 2; k++) {
      double[] before = v.clone();
      stop.step(r, v);
      System.arraycopy(v, 0, r.qd, 0, 6);
      for (int i = 0; i < 6; i++) {
        double most = ur5e.joints().get(i).limits().acceleration() * dt;
        assertTrue(Math.abs(v[i] - before[i]) <= most);
        assertTrue(Math.abs(v[i]) <= Math.abs(before[i]));
      }
    }
    for (double each : v) {
      assertEquals(0, each);
    }
  }

  @Test
  void positionsComeToRestWithoutAJump_alsoBeyondALimit() {
    RobotModel ur5e = RobotFiles.arm("ur5e");
    SafeStop stop = SafeStop.of(StopKind.POSITION, ur5e);
    RobotRecord r = record(ur5e);
    double dt = 1 / ur5e.control().rateHz();
    JointLimits first = ur5e.joints().get(0).limits();
    r.q[0] = first.upper() + 0.05;
    r.qd[0] = 1;
    r.qd[1] = -2;
    System.arraycopy(r.q, 0, r.command, 0, 6);
    stop.begin(r);
    double[] p = r.command.clone();
    double[] v = r.qd.clone();
    for (int k = 0; k * dt < 2; k++) {
      double[] before = p.clone();
      stop.step(r, p);
      for (int i = 1; i < 6; i++) {
        double speed = (p[i] - before[i]) / dt;
        double most = ur5e.joints().get(i).limits().acceleration() * dt;
        assertTrue(Math.abs(speed - v[i]) <= most * (1 + 1e-9));
        v[i] = speed;
      }
      assertTrue(p[0] <= r.q[0], "no farther out");
    }
    assertEquals(0, v[1], 1e-3);
  }

  @Test
  void whateverTheRobotReports_commandsAreWithinLimits() {
    RobotModel panda = RobotFiles.arm("panda");
    SplittableRandom random = new SplittableRandom(5);
    double[] wild = {0, Double.NaN, Double.POSITIVE_INFINITY, -1e300, 1e9, 0.3, -2};
    for (StopKind kind : List.of(StopKind.TORQUE, StopKind.VELOCITY)) {
      SafeStop stop = SafeStop.of(kind, panda);
      RobotRecord r = record(panda);
      stop.begin(r);
      double[] u = new double[7];
      for (int k = 0; k < 20_000; k++) {
        for (int i = 0; i < 7; i++) {
          r.q[i] = wild[random.nextInt(wild.length)];
          r.qd[i] = wild[random.nextInt(wild.length)];
          r.command[i] = random.nextBoolean() ? u[i] : wild[random.nextInt(wild.length)];
        }
        if (k % 50 == 0) {
          stop.begin(r);
        }
        stop.step(r, u);
        for (int i = 0; i < 7; i++) {
          JointLimits l = panda.joints().get(i).limits();
          double most = kind == StopKind.TORQUE ? l.effort() : l.velocity();
          assertTrue(Math.abs(u[i]) <= most * (1 + 1e-12), kind + " gives " + u[i]);
        }
      }
    }
  }
}
