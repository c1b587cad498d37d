package org.reins.robot.state;

import org.reins.robot.model.RobotModel;

/** State of a robot as measured; allocated once and overwritten by the backend. */
public final class RobotState {
  /** Time since reset, s. */
  public double time;

  /** Joint positions, rad. */
  public final double[] q;

  /** Joint velocities, rad/s. */
  public final double[] qd;

  /** The last command that the robot accepted, N·m. It acts from the next step. */
  public final double[] acceptedEffort;

  /** Measured state of a legged robot's body; null for an arm. */
  public final BaseState base;

  /** Makes the state of an arm with n joints at rest. */
  public RobotState(int n) {
    this(n, null);
  }

  /** Makes the state of any robot at rest. */
  public static RobotState of(RobotModel robot) {
    return new RobotState(
        robot.dof(), robot.base().choose(fixed -> null, legs -> new BaseState(legs.feet().size())));
  }

  private RobotState(int n, BaseState base) {
    this.base = base;
    q = new double[n];
    qd = new double[n];
    acceptedEffort = new double[n];
  }
}
