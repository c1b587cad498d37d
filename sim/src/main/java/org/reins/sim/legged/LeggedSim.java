package org.reins.sim.legged;

import org.reins.sim.SimBackend;

/** A simulated legged robot, with its true state. */
public interface LeggedSim extends SimBackend {
  /**
   * Sets the ground, effective from the next reset. The default is level dry floor.
   *
   * @throws IllegalArgumentException if the simulator does not support this shape
   */
  void setGround(Ground ground);

  /** True height of the ground at a point, m. */
  double ground(double x, double y);

  /**
   * Force of a foot on the ground in the last step, N. If the simulator reports only contacts, it
   * is a quarter of the weight for a foot in contact.
   */
  double pressure(int foot);

  /** True position of the base's origin in the world, m; overwritten by {@link #step}. */
  double[] truePosition();

  /** True orientation of the base, w x y z; overwritten by {@link #step}. */
  double[] trueQuaternion();

  /** True velocity (ω, v, q̇) in base axes, rad/s and m/s; overwritten by {@link #step}. */
  double[] trueVelocity();
}
