package org.reins.filter;

import org.reins.robot.RobotModel;

/**
 * Joint velocities for robots that follow velocities, from the accelerations that the filter chose:
 * v* ← v* + q̈ T, kept within a lead of the measured velocity and within the limits.
 *
 * <p>It is the command that is carried on, not the measurement: a robot's own controller follows
 * with a lag, and q̇ + q̈ T would be answered by the share of q̈ that one period is of the lag.
 * Nothing allocates after construction; not thread-safe.
 */
public final class VelocityCommand {
  // Farthest that the command may run ahead of the robot: of the joint's largest speed.
  private static final double LEAD = 0.1;

  private final double period;
  private final double[] fastest;
  private final double[] command;
  private boolean started;

  /**
   * Prepares commands.
   *
   * @param period T, s
   */
  public VelocityCommand(RobotModel robot, double period) {
    this.period = period;
    fastest = robot.joints().stream().mapToDouble(j -> j.limits().velocity()).toArray();
    command = new double[robot.dof()];
  }

  /** Begins anew: the first command starts from the measured velocity. */
  public void reset() {
    started = false;
  }

  /**
   * The next command.
   *
   * @param qd measured, rad/s, not modified
   * @param acceleration chosen, rad/s², not modified
   * @return rad/s; owned by this object, overwritten here
   */
  public double[] step(double[] qd, double[] acceleration) {
    for (int i = 0; i < command.length; i++) {
      double from = started ? command[i] : qd[i];
      double lead = LEAD * fastest[i];
      double v = from + period * acceleration[i];
      v = Math.max(qd[i] - lead, Math.min(qd[i] + lead, v));
      v = Math.max(-fastest[i], Math.min(fastest[i], v));
      command[i] = Double.isFinite(v) ? v : 0;
    }
    started = true;
    return command;
  }
}
