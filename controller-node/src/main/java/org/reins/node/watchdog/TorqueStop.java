package org.reins.node.watchdog;

import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/**
 * Torques that brake all joints in proportion, so that the arm stops along its path, and then hold
 * it with a spring:
 *
 * <pre>
 *   u = M q̈ + c + g,   q̈ = −k q̇,   k = min(1 / τ, minᵢ Aᵢ / |q̇ᵢ|)
 * </pre>
 *
 * <p>g is left out for a robot that balances gravity itself. Each torque stays within its limit,
 * and within half of a period's torque change of the command in force, so that a period in which
 * the robot does not see the command still keeps the torque rate. Written for the watchdog: it
 * shares the robot's dynamics with the filter, and nothing else.
 */
final class TorqueStop implements SafeStop {
  // τ, s.
  private static final double TIME_CONSTANT = 0.05;
  private static final double BRAKING = 0.8;
  // Below this speed the position is held, rad/s.
  private static final double HOLD_SPEED = 0.02;
  // Natural frequency of the spring that holds it, rad/s.
  private static final double HOLD_RATE = 10;
  // The spring may use this share of a torque limit.
  private static final double HOLD_SHARE = 0.2;

  private final RigidBodyDynamics dynamics;
  private final int n;
  private final double period;
  private final boolean compensated;
  private final double[] effort;
  private final double[] change;
  private final double[] braking;
  private final double[] hold;
  private final double[] last;
  private boolean holding;

  TorqueStop(RobotModel robot) {
    dynamics = new RigidBodyDynamics(robot);
    n = robot.dof();
    period = 1 / robot.control().rateHz();
    compensated = robot.control().gravityCompensated();
    effort = new double[n];
    change = new double[n];
    braking = new double[n];
    for (int i = 0; i < n; i++) {
      JointLimits l = robot.joints().get(i).limits();
      effort[i] = l.effort();
      change[i] = 0.5 * l.effortRate() * period;
      braking[i] = BRAKING * l.acceleration();
    }
    hold = new double[n];
    last = new double[n];
  }

  @Override
  public void begin(RobotRecord robot) {
    holding = false;
    for (int i = 0; i < n; i++) {
      last[i] = Double.isFinite(robot.command[i]) ? cut(robot.command[i], effort[i]) : 0;
    }
  }

  @Override
  public void step(RobotRecord robot, double[] command) {
    boolean measured = true;
    double fastest = 0;
    double k = 1 / TIME_CONSTANT;
    for (int i = 0; i < n; i++) {
      double speed = Math.abs(robot.qd[i]);
      measured &= Double.isFinite(robot.q[i]) && Double.isFinite(speed);
      fastest = Math.max(fastest, speed);
      k = speed * k > braking[i] ? braking[i] / speed : k;
    }
    if (measured) {
      dynamics.update(robot.q, robot.qd);
      if (!holding && fastest < HOLD_SPEED) {
        System.arraycopy(robot.q, 0, hold, 0, n);
      }
      // Once it holds it stays with its place, whoever pushes: it gives way, and returns.
      holding |= fastest < HOLD_SPEED;
    }
    for (int i = 0; i < n; i++) {
      double wanted = measured ? brake(i, robot, k) : 0;
      double from = Double.isFinite(robot.command[i]) ? cut(robot.command[i], effort[i]) : last[i];
      double u = Double.isFinite(wanted) ? cut(wanted, effort[i]) : 0;
      command[i] = from + cut(u - from, change[i]);
      last[i] = command[i];
    }
  }

  private double brake(int i, RobotRecord robot, double k) {
    double[] mass = dynamics.massMatrix();
    double u = dynamics.coriolis()[i] + (compensated ? 0 : dynamics.gravity()[i]);
    for (int j = 0; j < n; j++) {
      u -= mass[i * n + j] * k * robot.qd[j];
    }
    if (holding) {
      double spring = mass[i * n + i] * HOLD_RATE * HOLD_RATE * (hold[i] - robot.q[i]);
      u += cut(spring, HOLD_SHARE * effort[i]);
    }
    return u;
  }

  private static double cut(double v, double most) {
    return Math.max(-most, Math.min(most, v));
  }
}
