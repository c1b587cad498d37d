package org.reins.node.watchdog;

import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/**
 * Velocities that fall from the command in force to 0 within the joints' acceleration limits. A
 * joint that is measured to be slower is not driven on.
 */
final class VelocityStop implements SafeStop {
  private static final double BRAKING = 0.8;
  // Time constant near the end, s.
  private static final double REST_TIME = 0.05;
  private static final double REST = 1e-4;
  // A command may be ahead of the joint by this share of its largest speed.
  private static final double LEAD = 0.1;

  private final double period;
  private final double[] fastest;
  private final double[] braking;
  private final double[] now;

  VelocityStop(RobotModel robot) {
    period = 1 / robot.control().rateHz();
    int n = robot.dof();
    fastest = new double[n];
    braking = new double[n];
    for (int i = 0; i < n; i++) {
      JointLimits l = robot.joints().get(i).limits();
      fastest[i] = l.velocity();
      braking[i] = BRAKING * l.acceleration();
    }
    now = new double[n];
  }

  @Override
  public void begin(RobotRecord robot) {
    for (int i = 0; i < now.length; i++) {
      double from = Double.isFinite(robot.command[i]) ? robot.command[i] : robot.qd[i];
      now[i] = Double.isFinite(from) ? cut(from, fastest[i]) : 0;
    }
  }

  @Override
  public void step(RobotRecord robot, double[] command) {
    for (int i = 0; i < now.length; i++) {
      double v = now[i];
      double less = cut(period / REST_TIME * v, period * braking[i]);
      double measured = Math.abs(robot.qd[i]);
      if (Double.isFinite(measured) && Math.abs(v) > measured + LEAD * fastest[i]) {
        less = cut(v, period * braking[i]);
      }
      now[i] = Math.abs(v - less) < REST ? 0 : v - less;
      command[i] = now[i];
    }
  }

  private static double cut(double v, double most) {
    return Math.max(-most, Math.min(most, v));
  }
}
