package org.reins.sim.legged;

import org.reins.robot.dynamics.RigidBodyDynamics;

/**
 * Compliance of the ground under a foot. A foot that carries a quarter of the weight sinks in by
 * 1.5 mm.
 *
 * @param stiffness N/m
 * @param damping N·s/m
 */
public record ContactSpring(double stiffness, double damping) {
  private static final double SINKAGE = 1.5e-3;
  private static final double DAMPING_RATIO = 0.7;

  /** The spring for a robot of this mass, kg. */
  public static ContactSpring of(double mass) {
    double share = mass * RigidBodyDynamics.GRAVITY / 4;
    double stiffness = share / SINKAGE;
    return new ContactSpring(stiffness, 2 * DAMPING_RATIO * Math.sqrt(stiffness * mass / 4));
  }
}
