package org.reins.sim;

import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.model.RobotModel;

/**
 * The velocity controller inside a robot that takes joint velocities. Its torques bring the joints
 * to the commanded velocity with a time constant, τ = M (q̇* − q̇)/T + c. The robot compensates
 * gravity itself. Allocates nothing after construction; not thread-safe.
 */
public final class VelocityDrive {
  /** Lag of a simulated robot that takes velocities, s. */
  public static final double USUAL_LAG = 0.01;

  private final RigidBodyDynamics dynamics;
  private final double timeConstant;
  private final int n;
  private final double[] torque;

  /**
   * Prepares a drive.
   *
   * @param timeConstant T, s
   */
  public VelocityDrive(RobotModel robot, double timeConstant) {
    dynamics = new RigidBodyDynamics(robot);
    this.timeConstant = timeConstant;
    n = robot.dof();
    torque = new double[n];
  }

  /** Torques for a commanded velocity, N·m; owned by the drive, overwritten here. */
  public double[] torque(double[] q, double[] qd, double[] wanted) {
    dynamics.update(q, qd);
    double[] mass = dynamics.massMatrix();
    for (int i = 0; i < n; i++) {
      double s = dynamics.coriolis()[i];
      for (int j = 0; j < n; j++) {
        s += mass[i * n + j] * (wanted[j] - qd[j]) / timeConstant;
      }
      torque[i] = s;
    }
    return torque;
  }
}
