package org.reins.sim;

import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.model.RobotModel;

/**
 * The position controller inside a robot that takes joint positions. It is critically damped: τ = M
 * (ω² (q* − q) − 2 ω q̇) + c with ω = 2/T, so that it follows a ramp with a lag of T. The robot
 * compensates gravity itself. Allocates nothing after construction; not thread-safe.
 */
public final class PositionDrive {
  /**
   * Lag of a simulated robot that takes positions, s. If commands take two periods, a position loop
   * cannot be as stiff as a velocity loop.
   */
  public static final double USUAL_LAG = 0.03;

  private final RigidBodyDynamics dynamics;
  private final double omega;
  private final int n;
  private final double[] torque;

  /**
   * Prepares a drive.
   *
   * @param lag T, s
   */
  public PositionDrive(RobotModel robot, double lag) {
    dynamics = new RigidBodyDynamics(robot);
    omega = 2 / lag;
    n = robot.dof();
    torque = new double[n];
  }

  /** Torques for a commanded position, N·m; owned by the drive, overwritten here. */
  public double[] torque(double[] q, double[] qd, double[] wanted) {
    dynamics.update(q, qd);
    double[] mass = dynamics.massMatrix();
    for (int i = 0; i < n; i++) {
      double s = dynamics.coriolis()[i];
      for (int j = 0; j < n; j++) {
        s += mass[i * n + j] * omega * (omega * (wanted[j] - q[j]) - 2 * qd[j]);
      }
      torque[i] = s;
    }
    return torque;
  }
}
