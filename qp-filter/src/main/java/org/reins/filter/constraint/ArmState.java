package org.reins.filter.constraint;

import org.reins.robot.dynamics.RigidBodyDynamics;

/**
 * The input from which constraints are written: the state at which the command will act, and the
 * envelope in force. Owned by the filter and overwritten in every cycle; constraints only read it.
 */
public final class ArmState {
  /** Dynamics at this state. */
  public final RigidBodyDynamics dynamics;

  /** Positions, rad. */
  public final double[] q;

  /** Velocities, rad/s. */
  public final double[] qd;

  /** M⁻¹, n×n, row-major, 1/(kg m²). */
  public final double[] massInverse;

  /** Allowed share of the speed limits. */
  public double speedScale = 1;

  /** Its rate of change, 1/s. */
  public double speedScaleRate;

  /** Margin kept from every obstacle and every barrier's boundary, m. */
  public double margin;

  /** Its rate of change, m/s. */
  public double marginRate;

  /** From this tool speed on there is no limit, m/s: no arm is that fast. */
  public static final double UNLIMITED = 4;

  /** Largest speed of the tool, m/s; {@link #UNLIMITED} for none. */
  public double toolSpeed = UNLIMITED;

  /** Its rate of change, m/s². */
  public double toolSpeedRate;

  /** Control period, s. */
  public double dt = 0.001;

  /** Allocates a state for a robot's dynamics. */
  public ArmState(RigidBodyDynamics dynamics) {
    this.dynamics = dynamics;
    q = new double[dynamics.dof()];
    qd = new double[dynamics.dof()];
    massInverse = new double[dynamics.dof() * dynamics.dof()];
  }
}
