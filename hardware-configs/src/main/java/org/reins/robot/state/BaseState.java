package org.reins.robot.state;

/**
 * The state of a legged robot's body, as measured by its inertial sensor and foot switches. It is
 * allocated once and overwritten by the backend. No sensor measures the position and linear
 * velocity of the body.
 */
public final class BaseState {
  /** Orientation in the world, unit quaternion w x y z. */
  public final double[] quaternion = {1, 0, 0, 0};

  /** Angular velocity in base axes, rad/s. */
  public final double[] angular = new double[3];

  /** Which feet are in contact with the ground. */
  public final boolean[] contact;

  /** Makes a level body at rest with its feet in the air. */
  public BaseState(int feet) {
    contact = new boolean[feet];
  }
}
