package org.reins.node.watchdog;

import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/**
 * Positions that carry on from the command in force and come to rest within the joints'
 * acceleration limits; then the last one is held.
 */
final class PositionStop implements SafeStop {
  private static final double BRAKING = 0.8;
  // Time constant near the end, s.
  private static final double REST_TIME = 0.05;

  private final double period;
  private final double[] lower;
  private final double[] upper;
  private final double[] fastest;
  private final double[] braking;
  private final double[] place;
  private final double[] velocity;

  PositionStop(RobotModel robot) {
    period = 1 / robot.control().rateHz();
    int n = robot.dof();
    lower = new double[n];
    upper = new double[n];
    fastest = new double[n];
    braking = new double[n];
    for (int i = 0; i < n; i++) {
      JointLimits l = robot.joints().get(i).limits();
      lower[i] = l.lower();
      upper[i] = l.upper();
      fastest[i] = l.velocity();
      braking[i] = BRAKING * l.acceleration();
    }
    place = new double[n];
    velocity = new double[n];
  }

  @Override
  public void begin(RobotRecord robot) {
    for (int i = 0; i < place.length; i++) {
      double from = Double.isFinite(robot.command[i]) ? robot.command[i] : robot.q[i];
      // Without any number the driver keeps its last command, as it does for all that is not
      // finite.
      place[i] = from;
      velocity[i] = Double.isFinite(robot.qd[i]) ? cut(robot.qd[i], fastest[i]) : 0;
    }
  }

  @Override
  public void step(RobotRecord robot, double[] command) {
    for (int i = 0; i < place.length; i++) {
      double v = velocity[i];
      velocity[i] = v - cut(period / REST_TIME * v, period * braking[i]);
      double p = place[i] + period * velocity[i];
      // A joint that is beyond its limit must not jump back to it, only not go farther.
      boolean outward = p > upper[i] && p > place[i] || p < lower[i] && p < place[i];
      place[i] = outward ? place[i] : p;
      command[i] = place[i];
    }
  }

  private static double cut(double v, double most) {
    return Math.max(-most, Math.min(most, v));
  }
}
