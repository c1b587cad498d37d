package org.reins.sim.legged;

/** A simulated robot that follows a commanded twist, in lockstep. */
public interface WalkingRobot {
  /** Starts over, standing at the origin. */
  void reset(long seed);

  /** Sets the commanded twist: along x and y of the base, m/s, and about its z, rad/s. */
  void want(double vx, double vy, double wz);

  /** Sets whether the sensors continue to update; true after a reset. */
  void setSensing(boolean on);

  /** Runs one motor period. */
  void step();

  /** The robot. */
  LeggedSim sim();

  /** Judge of the body, based on the simulator's true state. */
  BodyJudge body();

  /** The twist that the robot follows; overwritten by {@link #step}. */
  double[] twist();

  /** The torques before the filter; overwritten by {@link #step}. */
  double[] nominal();

  /** The torques sent last; overwritten by {@link #step}. */
  double[] torque();
}
