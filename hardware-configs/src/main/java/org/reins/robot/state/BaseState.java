package org.reins.robot.state;

/**
 * The body of a legged robot as its inertial sensor and the switches in its feet give it; allocated
 * once and overwritten by the backend. Where the body is and how fast it moves no sensor says.
 */
public final class BaseState {
  /** Orientation in the world, w x y z, of length 1. */
  public final double[] quaternion = {1, 0, 0, 0};

  /** Angular velocity in base axes, rad/s. */
  public final double[] angular = new double[3];

  /** Which feet press on the ground. */
  public final boolean[] contact;

  /** Makes a level body at rest, its feet in the air. */
  public BaseState(int feet) {
    contact = new boolean[feet];
  }
}
