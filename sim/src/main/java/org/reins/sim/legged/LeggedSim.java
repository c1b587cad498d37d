package org.reins.sim.legged;

import org.reins.sim.SimBackend;

/** A simulated legged robot, and what no sensor says about it. */
public interface LeggedSim extends SimBackend {
  /**
   * Sets the ground from the next reset on; level dry floor before.
   *
   * @throws IllegalArgumentException when the simulator has no ground of this shape
   */
  void setGround(Ground ground);

  /** True height of the ground at a point, m. */
  double ground(double x, double y);

  /**
   * Force that a foot pressed the ground with in the last step, N; where the simulator only tells
   * what touches, a quarter of the weight for a foot that does.
   */
  double pressure(int foot);

  /** True position of the base's origin in the world, m; overwritten by {@link #step}. */
  double[] truePosition();

  /** True orientation of the base, w x y z; overwritten by {@link #step}. */
  double[] trueQuaternion();

  /** True velocity (ω, v, q̇) in base axes, rad/s and m/s; overwritten by {@link #step}. */
  double[] trueVelocity();
}
